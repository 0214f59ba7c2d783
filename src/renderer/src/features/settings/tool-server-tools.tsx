import type { ToolServer } from './tool-server-row'
import styles from './tool-server-tools.module.css'

/** All that a model is told of the tools of a server, which is what the owner grants. */
export function ToolServerTools({ server: { name, tools } }: { readonly server: ToolServer }) {
  return (
    <details className={styles['tools']}>
      <summary className={styles['head']} aria-label={`Tools of ${name}`}>
        Tools
      </summary>
      <ul className={styles['list']}>
        {tools.map((tool) => (
          <li key={tool.name} className={styles['tool']}>
            <h5 className={styles['name']}>{tool.name}</h5>
            <p className={styles['about']}>{tool.description || 'It says nothing about itself.'}</p>
            {tool.problem !== null && <p className={styles['problem']}>{tool.problem}</p>}
            <details>
              <summary className={styles['head']} aria-label={`Arguments of ${tool.name}`}>
                Arguments
              </summary>
              <pre className={styles['schema']} tabIndex={0}>
                {JSON.stringify(tool.parameters, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </details>
  )
}
