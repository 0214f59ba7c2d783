interface Asked {
  readonly messages: readonly { readonly content: string }[]
}

const REVIEW = `The limiter counts correctly, but it leaks: \`hits\` keeps one entry for every address that ever called, so a scan of a /16 leaves 65,536 arrays in memory for good.

Drop what has left the window, and drop the key with it:

\`\`\`ts
export function allow(key: string, now = Date.now()): boolean {
  const oldest = now - WINDOW_MS
  const recent = (hits.get(key) ?? []).filter((at) => at > oldest)
  if (recent.length >= LIMIT) return false
  hits.set(key, [...recent, now])
  return true
}

// Once a minute, so that quiet keys leave as well.
setInterval(() => {
  const oldest = Date.now() - WINDOW_MS
  for (const [key, times] of hits) {
    if (times.every((at) => at <= oldest)) hits.delete(key)
  }
}, 60_000).unref()
\`\`\`

Two smaller things:

- \`unref()\` matters: without it the timer alone keeps the process alive.
- Answer **429** with \`Retry-After\`, or clients will simply try again at once.`

const TOKEN_BUCKET = `A token bucket needs two numbers per key instead of a list, so its memory is constant:

| | sliding window | token bucket |
| --- | --- | --- |
| memory per key | up to \`LIMIT\` timestamps | 2 numbers |
| bursts | never above the limit | up to the bucket's size |
| exactness | exact | smoothed |

For ten messages a minute I would stay with the window: it is exact, and easy to explain to whoever is refused.`

const WAL = `With a write-ahead log, a writer appends to a second file instead of changing the database in place. So readers go on reading the old pages while it writes: **one writer and many readers at the same time**.

1. A commit is one append, and one \`fsync\` at most.
2. After a crash, SQLite replays what was committed and forgets the rest.
3. From time to time a *checkpoint* moves the log's pages into the database.

The price is a second file beside the first, and that it does not work over a network drive.`

const CHECKPOINT = `A checkpoint copies every page of the log that no reader needs any more into the database, then starts the log again. It costs about one sequential read and one write for each page that changed since the last one.

By default it runs when the log reaches 1,000 pages, inside whichever commit happens to cross that line. That one commit is slower; if it must not be, run it yourself in a quiet moment.`

const GERMAN = `Die Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft beantragte eine Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung. Kürzer geht es so:

> Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz

Solche Wörter müssen umbrechen, ohne die Seite zu verbreitern: \`Kraftfahrzeughaftpflichtversicherungsbeitragsberechnung()\`.`

const ARABIC = `مرحبًا! نعم، أفهم النص العربي جيدًا. إليك مثالًا قصيرًا:

1. الفقرة تبدأ من اليمين.
2. تبقى أسماء مثل \`Port 8000\` و SQLite كما هي.

هل تريد أن أشرح المزيد؟`

/** What the models on the pictures say, by what they are asked. */
export function replyTo({ messages }: Asked): string {
  const asked = messages.at(-1)?.content ?? ''
  if (asked.includes('limiter')) return REVIEW
  if (asked.includes('token bucket')) return TOKEN_BUCKET
  if (asked.includes('checkpoint')) return CHECKPOINT
  if (asked.includes('Wörter')) return GERMAN
  if (/[\u0600-\u06ff]/.test(asked)) return ARABIC
  return WAL
}
