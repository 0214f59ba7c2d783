import type { StateCreator } from 'zustand/vanilla'
import { messageOf } from '../../ui/message-of'
import type { AppState } from '../../store/use-app'
import type { Toast, ToastAction } from '../../ui/toasts'

const MOST_TOASTS = 3

export interface NewToast {
  readonly text: string
  readonly kind?: 'info' | 'error'
  readonly action?: ToastAction
}

export interface ToastSlice {
  readonly toasts: readonly Toast[]
  /** Says something in passing; at most three stand at a time. */
  readonly toast: (toast: NewToast) => void
  /** Says what went wrong. */
  readonly toastError: (error: unknown) => void
  readonly dismissToast: (id: number) => void
}

export const createToastSlice = (): StateCreator<AppState, [], [], ToastSlice> => (set, get) => {
  let nextId = 1
  return {
    toasts: [],
    toast: ({ text, kind = 'info', action }) => {
      const toast: Toast = { id: nextId++, text, kind, action: action ?? null }
      // The same words twice are one notice, begun again.
      set((state) => ({
        toasts: [...state.toasts.filter((other) => other.text !== text), toast].slice(-MOST_TOASTS),
      }))
    },
    toastError: (error) => get().toast({ text: messageOf(error), kind: 'error' }),
    dismissToast: (id) =>
      set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
  }
}
