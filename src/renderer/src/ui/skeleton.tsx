import styles from './skeleton.module.css'

export interface SkeletonProps {
  /** How many rows it stands for. */
  readonly rows: number
  /** The height of one row in pixels. */
  readonly rowHeight: number
  /** What is being loaded, read out. */
  readonly label: string
}

/** Keeps the place of rows that are still to come. */
export function Skeleton({ rows, rowHeight, label }: SkeletonProps) {
  return (
    <div className={styles['skeleton']} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles['row']} style={{ height: rowHeight }} aria-hidden="true">
          <span className={styles['bar']} />
        </div>
      ))}
    </div>
  )
}
