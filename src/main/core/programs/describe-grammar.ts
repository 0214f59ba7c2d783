import type { Flag, Grammar } from './grammar'
import type { Program } from './program'

/** All that may follow a program, in words for people. */
export function describeGrammar({ grammars }: Program): string {
  return Object.entries(grammars)
    .map(([word, grammar]) => [word, ...partsOf(grammar)].filter((part) => part !== '').join(' '))
    .join('\n')
}

function partsOf(grammar: Grammar): string[] {
  const flags = grammar.flags.map(toWords)
  return [
    ...(flags.length > 0 ? [`[${flags.join(' ')}]`] : []),
    ...(grammar.first ? ['pattern'] : []),
    ...(grammar.operands === null ? [] : [`${grammar.operands} …`]),
    ...(grammar.afterDashes === undefined ? [] : [`-- ${grammar.afterDashes} …`]),
  ]
}

function toWords({ names, takes }: Flag): string {
  if (takes === undefined) return names[0]
  return `${names[0]} ${typeof takes === 'string' ? takes : takes.join('|')}`
}
