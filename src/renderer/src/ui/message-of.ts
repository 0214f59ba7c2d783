import { AppError } from '@shared/contract/app-error'

/** What to tell a person about something that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  return 'Something went wrong in this page. Reload it and try again.'
}
