import { MAX_MESSAGE_BYTES } from '../composer/limits'

const encoder = new TextEncoder()

export type Quoted =
  | { readonly problem: null; readonly text: string }
  /** Why it was not, and what to do. */
  | { readonly problem: string }

/** The draft with a text file quoted at its end, under its name. */
export async function quoteFile(
  file: Pick<File, 'name' | 'size' | 'arrayBuffer'>,
  draft: string,
): Promise<Quoted> {
  const { name } = file
  if (file.size > MAX_MESSAGE_BYTES)
    return { problem: `“${name}” is larger than 64 KB. Paste the part that matters.` }
  const content = textOf(await file.arrayBuffer())
  if (content === null) {
    return {
      problem: `“${name}” is no picture and no text. Pictures and text files can be attached.`,
    }
  }
  const text = withQuote(draft, name, content)
  if (encoder.encode(text).length > MAX_MESSAGE_BYTES) {
    return {
      problem: `“${name}” does not fit beside what is written: a message has at most 64 KB.`,
    }
  }
  return { problem: null, text }
}

/** Null for what is no text in UTF-8. */
function textOf(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function withQuote(draft: string, name: string, content: string): string {
  // Longer than any in it, so that nothing in it ends the quote.
  const longest = Math.max(2, ...(content.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  const ending = /\.([A-Za-z0-9+#-]{1,15})$/.exec(name)?.[1] ?? ''
  const title = name.replaceAll(/[\p{Cc}\s`]+/gu, ' ').trim()
  const body = content.endsWith('\n') ? content : `${content}\n`
  const before = draft.trimEnd() === '' ? '' : `${draft.trimEnd()}\n\n`
  return `${before}${title}:\n${fence}${ending}\n${body}${fence}\n`
}
