import { createContext } from 'react'

/** Whether the Markdown around a code block is still being written. */
export const GrowingContext = createContext(false)
