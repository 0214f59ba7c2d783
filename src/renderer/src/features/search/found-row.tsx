import { useApp } from '../../store/use-app'
import { BotMark } from '../../ui/bot-mark'
import { RelativeTime } from '../../ui/relative-time'
import type { FoundItem } from './found-items'
import { MarkedText } from './marked-text'
import styles from './search-dialog.module.css'

export interface FoundRowProps {
  readonly id: string
  readonly item: FoundItem
  readonly isActive: boolean
  readonly onOpen: (item: FoundItem) => void
  readonly onPoint: () => void
}

/** One result: a bot, a conversation, or a message of the conversation above it. */
export function FoundRow({ id, item, isActive, onOpen, onPoint }: FoundRowProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles['option']}
      data-kind={item.kind}
      data-active={isActive || undefined}
      onClick={() => onOpen(item)}
      onMouseMove={onPoint}
    >
      <Content item={item} />
    </div>
  )
}

function Content({ item }: { readonly item: FoundItem }) {
  switch (item.kind) {
    case 'bot':
      return <FoundBot item={item} />
    case 'session':
      return <FoundSession item={item} />
    case 'message':
      return <FoundMessage item={item} />
  }
}

type ItemOf<K extends FoundItem['kind']> = Extract<FoundItem, { kind: K }>

function FoundBot({ item }: { readonly item: ItemOf<'bot'> }) {
  const bot = useApp((app) => app.bots[item.botId])
  if (bot === undefined) return <>{item.botId}</>
  return (
    <>
      <BotMark bot={bot} size="small" />
      <span className={styles['title']} dir="auto">
        <MarkedText text={bot.name} ranges={item.nameRanges} />
      </span>
      <span className={styles['aside']}>Bot</span>
    </>
  )
}

function FoundSession({ item: { group } }: { readonly item: ItemOf<'session'> }) {
  const { session, titleRanges, hitCount, hits } = group
  const bot = useApp((app) => app.bots[session.botId])
  const hidden = hitCount - hits.length
  return (
    <>
      {bot !== undefined && <BotMark bot={bot} size="small" />}
      <span className={styles['title']} dir="auto">
        {session.title === '' ? (
          'New conversation'
        ) : (
          <MarkedText text={session.title} ranges={titleRanges} />
        )}
      </span>
      {session.tags.map((tag) => (
        <span key={tag} className={styles['tag']} dir="auto">
          {tag}
        </span>
      ))}
      {session.archived && <span className={styles['tag']}>Archived</span>}
      <span className={styles['aside']}>
        {hidden > 0 && <span className={styles['more']}>{`${hidden} more · `}</span>}
        <RelativeTime at={session.updatedAt} />
      </span>
    </>
  )
}

function FoundMessage({ item: { hit, group } }: { readonly item: ItemOf<'message'> }) {
  const name = useApp((app) => app.bots[group.session.botId]?.name ?? group.session.botId)
  return (
    <>
      <span className={styles['who']}>
        <span className={styles['author']} dir="auto">
          {hit.author === 'person' ? 'You' : name}
        </span>
        <RelativeTime at={hit.createdAt} className={styles['when']} />
        {!hit.isVisible && <span className={styles['tag']}>In another version</span>}
      </span>
      <span className={styles['snippet']} dir="auto">
        <MarkedText text={hit.snippet.text} ranges={hit.snippet.ranges} />
      </span>
    </>
  )
}
