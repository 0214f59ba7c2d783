import type { Passage, RankedPassage } from './guide-index'
import { selectPassages } from './select-passages'
import { EXAMPLE_QUESTIONS, smallTalkReply } from './small-talk'

const NOTHING_FOUND = `I found nothing on that in the user guide. I am not a language model: I can only quote what the guide says about Port 8000. You could ask, for example:

${EXAMPLE_QUESTIONS}`

/**
 * The Guide's whole answer, as Markdown: the best passages quoted under their headings, or a plain word that there
 * is nothing. `ranked` are the index's matches for this question, best first; the more of them, the better the choice.
 */
export function composeAnswer(question: string, ranked: readonly RankedPassage[]): string {
  const reply = smallTalkReply(question)
  if (reply !== null) return reply

  const passages = selectPassages(question, ranked)
  if (passages.length === 0) return NOTHING_FOUND
  return ['From the user guide:', ...passages.map(toQuote)].join('\n\n')
}

function toQuote({ heading, pageTitle, text }: Passage): string {
  const source = heading === pageTitle ? `**${heading}**` : `**${heading}** (from *${pageTitle}*)`
  return `${source}\n\n${toBlockQuote(text)}`
}

function toBlockQuote(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')
}
