const EXAMPLES = [
  'How do I connect Ollama?',
  'How do I launch a bot?',
  'Where is my data?',
] as const

/** Three questions that the user guide answers, as a Markdown list. */
export const EXAMPLE_QUESTIONS = EXAMPLES.map((question) => `- ${question}`).join('\n')

const WHO_I_AM = `I am the Guide. I am not a language model and not an AI: I search the user guide of Port 8000 for the words of your question and quote the sections that fit best.`

const HOW_TO_ADD_A_MODEL = `For a bot that can talk about anything, install Ollama from https://ollama.com, get a model with \`ollama pull llama3.2\`, then create a bot that uses it and launch it.`

/** What the Guide says first in a new session. */
export const OPENING_MESSAGE = `Hello. ${WHO_I_AM} Where it says nothing, I say so.

Ask me how something works, for example:

${EXAMPLE_QUESTIONS}

${HOW_TO_ADD_A_MODEL}`

const GREETING = `Hello. ${WHO_I_AM} Ask me how something works, for example:

${EXAMPLE_QUESTIONS}`

const IDENTITY = `${WHO_I_AM} I make nothing up, and I cannot hold a conversation.

${HOW_TO_ADD_A_MODEL}`

const ABILITIES = `${WHO_I_AM} You can ask me, for example:

${EXAMPLE_QUESTIONS}

${HOW_TO_ADD_A_MODEL}`

const THANKS = `You are welcome. Ask again whenever something about Port 8000 is unclear.`

const FAREWELL = `Goodbye. This session stays where it is; come back to it whenever you like.`

const REPLIES: readonly (readonly [pattern: RegExp, reply: string])[] = [
  [
    /^(hi|hello|hey|hiya|howdy|greetings|good (morning|afternoon|evening|day))( there| guide| you| everyone)?$/,
    GREETING,
  ],
  [/^(hi |hello |hey )?how are you( doing)?( today)?$/, GREETING],
  [/^(many thanks|thanks?|thank you|thx|cheers)( a lot| you| so much| very much| guide)*$/, THANKS],
  [/^(bye|goodbye|good ?bye|good night|see you( later)?)( guide)?$/, FAREWELL],
  [/^(hi |hello |hey )?(who|what) (are|r) (you|u)( exactly| really)?$/, IDENTITY],
  [/^what( is|s| s) (your name|the guide|this bot)$/, IDENTITY],
  [
    /^(so )?are you (really )?(an? )?(real |actual )?(ai|llm|bot|robot|chatbot|human|person|model|language model|large language model|artificial intelligence|machine|chatgpt|gpt|real|intelligent)$/,
    IDENTITY,
  ],
  [/^(which|what) (language )?(model|llm|ai) (are you|do you use|is this)$/, IDENTITY],
  [
    /^(help|help me|what can (you|u) do|what do you do|what can i (ask|ask you|do|do here)|what do you know|how can you help( me)?)$/,
    ABILITIES,
  ],
]

/** The fixed reply to a greeting, thanks or a question about the Guide itself; null where it is none of these. */
export function smallTalkReply(question: string): string | null {
  const plain = question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return REPLIES.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}
