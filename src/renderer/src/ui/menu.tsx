import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { classNames } from './class-names'
import { IconButton } from './icon-button'
import styles from './menu.module.css'
import { placeBeside } from './place-beside'

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly danger?: boolean
  /** Why it cannot be chosen now; shown on hover and read out. */
  readonly disabledBecause?: string | undefined
  readonly onSelect: () => void
}

export interface MenuProps {
  /** What the button opens, as "Actions for Guide". */
  readonly label: string
  /** The icon on the button. */
  readonly children: ReactNode
  /** Where many menus stand beside one another, a function: asked once one is opened. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[])
  readonly className?: string | undefined
  readonly tabIndex?: number
}

/** A button that opens a list of actions: arrow keys, Home, End, first letter, Enter; Esc and Tab close it. */
export function Menu({ label, children, items, className, tabIndex }: MenuProps) {
  const [open, setOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const listId = useId()
  const close = () => {
    setOpen(false)
    trigger.current?.focus()
  }
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        className={className}
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          setOpen(true)
        }}
      >
        {children}
      </IconButton>
      {open && (
        <MenuList
          id={listId}
          label={label}
          items={typeof items === 'function' ? items() : items}
          trigger={trigger}
          onClose={close}
        />
      )}
    </>
  )
}

interface MenuListProps {
  readonly id: string
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly trigger: React.RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}

function MenuList({ id, label, items, trigger, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const element = list.current
    if (element === null || trigger.current === null) return
    // The top layer: no scrolling list or dialog cuts it off.
    element.showPopover()
    placeBeside(element, trigger.current)
    focusItem(element, 0)
  }, [trigger])

  useEffect(() => {
    const leave = (event: Event) => {
      const target = event.target
      if (
        target instanceof Node &&
        (list.current?.contains(target) === true || trigger.current?.contains(target) === true)
      )
        return
      onClose()
    }
    document.addEventListener('pointerdown', leave, true)
    addEventListener('resize', onClose)
    return () => {
      document.removeEventListener('pointerdown', leave, true)
      removeEventListener('resize', onClose)
    }
  })

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label={label}
      popover="manual"
      className={styles['menu']}
      onKeyDown={(event) => onMenuKey(event, onClose)}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={classNames(styles['item'], item.danger === true && styles['danger'])}
          aria-disabled={item.disabledBecause !== undefined || undefined}
          title={item.disabledBecause}
          onClick={(event) => {
            event.stopPropagation()
            if (item.disabledBecause !== undefined) return
            onClose()
            item.onSelect()
          }}
        >
          {item.icon}
          <span>{item.label}</span>
        </button>
      ))}
    </div>
  )
}

function itemsOf(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
}

function focusItem(menu: HTMLElement, index: number): void {
  const items = itemsOf(menu)
  items[(index + items.length) % items.length]?.focus()
}

function onMenuKey(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  // What happens in a menu stays in it: the list or dialog around it has keys of its own.
  event.stopPropagation()
  const menu = event.currentTarget
  const items = itemsOf(menu)
  const at = items.findIndex((item) => item === document.activeElement)
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: items.length - 1,
  }
  const move = moves[event.key]
  if (move !== undefined) focusItem(menu, move)
  else if (event.key === 'Escape' || event.key === 'Tab') close()
  else {
    focusFirstLetter(items, event.key)
    return
  }
  event.preventDefault()
}

function focusFirstLetter(items: readonly HTMLElement[], key: string): void {
  if (key.length !== 1) return
  items.find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase()))?.focus()
}
