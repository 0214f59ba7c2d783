/** Words that carry no subject: a question made of nothing else cannot be answered. */
const STOP_WORDS = new Set(
  `a about accidentally actually after again all already also always am an and another any anything anywhere are as at back be because been before
  being but by can cannot could couldn did didn do does doesn doing don each else even ever every everything explain
  find for from get gets getting give given go goes going got had happen happened happening happens has have having hello help hey hi
  her here him his how however i if in instead into is isn it its just know let like ll look looking many may me mean means
  might mine mistake more most much must my need needed needs never no not nothing now of off ok on once one only onto or other
  our out over own please possible put question quickly re really s same say says see shall she should show so some somebody someone
  something still such sure t tell than thank thanks that the their them then there these they thing things this those through to too try
  trying up us use used using ve very want wants was wasn way we well were what when where whether which while who whose
  why will with without won work works would yes yet you your yours`.split(/\s+/),
)

/** Words that mean the same: what people write, then what the guide has for it. */
const SYNONYMS: Readonly<Record<string, string>> = {
  activate: 'launch',
  add: 'new create',
  agent: 'bot',
  ai: 'model',
  answer: 'reply',
  api: 'script',
  argument: 'flag',
  assistant: 'bot',
  authenticate: 'token sign',
  broken: 'damaged failed',
  build: 'create',
  busy: 'taken',
  cancel: 'stop withdraw',
  change: 'edit settings',
  chat: 'session conversation',
  clone: 'duplicate',
  config: 'settings',
  configure: 'settings',
  context: 'remembers',
  copy: 'duplicate backup',
  corrupt: 'damaged',
  crash: 'interrupted',
  cut: 'interrupted',
  disconnect: 'connection lost',
  down: 'reached',
  download: 'pull install',
  erase: 'delete',
  fast: 'slow speed',
  file: 'directory database',
  folder: 'directory',
  forget: 'remembers',
  forgot: 'remembers',
  halt: 'stop',
  hotkey: 'keyboard shortcuts',
  image: 'picture',
  keep: 'stored',
  kept: 'stored',
  key: 'token keyboard',
  kill: 'stop',
  llm: 'model',
  log: 'sign',
  login: 'sign',
  logout: 'sign',
  make: 'create new',
  memory: 'remembers',
  mobile: 'phones',
  modify: 'edit',
  occupied: 'taken',
  offline: 'reached lost',
  option: 'settings flags',
  parameter: 'flags',
  password: 'sign',
  persona: 'bot',
  photo: 'picture',
  private: 'privacy',
  prompt: 'instructions message',
  queue: 'queue wait',
  quit: 'stop',
  reconnect: 'connection lost',
  recover: 'restore undo',
  remove: 'delete',
  respond: 'answer',
  response: 'reply',
  run: 'launch start',
  save: 'stored',
  secure: 'security safe',
  select: 'choose',
  shut: 'stop',
  speed: 'slow second',
  start: 'launch',
  switch: 'choose',
  theme: 'appearance',
  thread: 'session',
  unreachable: 'reached',
  upload: 'attach',
  websocket: 'script',
}

const MIN_STEM = 3
/** A pasted page is not a question: beyond so many words nothing is read. */
const MAX_TERMS = 40

const synonymsByStem: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(SYNONYMS).map(([word, synonyms]) => [stemOf(word), synonyms.split(' ')]),
)

/** The words of weight in a text, as stems, each once, in order of appearance. */
export function termsOf(text: string): readonly string[] {
  const words =
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  return [...new Set(words.filter((word) => word.length > 1 && !STOP_WORDS.has(word)).map(stemOf))]
}

/** The words of weight in a question; each with the words of the guide that mean the same, itself first. */
export function questionTermsOf(question: string): readonly (readonly string[])[] {
  return termsOf(question)
    .slice(0, MAX_TERMS)
    .map((term) => [term, ...synonymsOf(term).map(stemOf)])
}

/** What to search for: the question with the words of the guide that mean the same. */
export function searchTextOf(question: string): string {
  const synonyms = termsOf(question).slice(0, MAX_TERMS).flatMap(synonymsOf)
  return [question, ...new Set(synonyms)].join(' ')
}

function synonymsOf(term: string): readonly string[] {
  return synonymsByStem.get(term) ?? []
}

/** Brings the forms of an English word together, as "stop", "stops", "stopped" and "stopping". */
export function stemOf(word: string): string {
  const single = withoutPlural(word)
  const bare = single.replace(/(?:ing|ed)$/, '')
  const stem =
    bare !== single && bare.length >= MIN_STEM ? bare.replace(/([bdgmnprt])\1$/, '$1') : single
  return stem.length > MIN_STEM ? stem.replace(/e$/, '') : stem
}

function withoutPlural(word: string): string {
  if (word.length <= MIN_STEM || /(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.replace(/(?<=s|x|ch|sh)es$|s$/, '')
}
