import { describe, expect, it } from 'vitest'
import { composeAnswer } from '@main/core/guide/compose-answer'
import { searchTextOf, termsOf } from '@main/core/guide/question-terms'
import { selectPassages } from '@main/core/guide/select-passages'
import { readGuidePassages } from '@main/engines/guide/guide-pages'
import { createSqliteGuideIndex } from '@main/storage/sqlite/sqlite-guide-index'

const index = createSqliteGuideIndex(readGuidePassages())
const quotedFor = (question: string) =>
  selectPassages(question, index.search(searchTextOf(question), 12)).map(
    ({ page, heading }) => `${page}: ${heading}`,
  )

describe('the Guide, on its own user guide', () => {
  it.each([
    ['How do I launch a bot?', 'bots: Launch a bot'],
    ['How do I add people?', 'people: Add people who may use your bots'],
    ['Can I invite a guest?', 'people: Invite a guest for a few days'],
    ['Who can read my conversations?', 'people: Who can read my conversations'],
    ['How do I share a conversation?', 'people: Share a conversation with other people'],
    ['How do I choose who may use which bot?', 'people: Choose who may use which bot'],
    ['How do I share on the network?', 'sharing-safely: Share on this network'],
    ['How do I use it on my phone?', 'browsers: Phones and other machines'],
    ['Why can another device not connect?', 'sharing-safely: Another device cannot connect'],
    [
      'Why did the address go back by itself?',
      'sharing-safely: A change of the address goes back by itself',
    ],
    ['How many messages can I send?', 'sharing-safely: How many messages can I send'],
    ['Why does it say too many requests?', 'sharing-safely: Too many requests'],
    ['How do I use a reverse proxy?', 'sharing-safely: Use a reverse proxy or a name of your own'],
    [
      'Can a browser extension use the API?',
      'sharing-safely: Let another web page or extension use the API',
    ],
    ['Why did signing in fail too often?', 'sharing-safely: Signing in failed too often'],
    ['How do I stop a bot?', 'bots: Stop a bot'],
    ['how can i create a new bot', 'bots: Create a bot'],
    ['Can I remove a bot?', 'bots: Delete a bot and undo'],
    ['What do the states mean?', 'bots: What the states mean'],
    ['how do I change the instructions of a bot', 'bots: Edit a bot'],
    ['what does the temperature do', 'bots: Instructions, temperature and maximum tokens'],
    ['How do I scroll to the very first message?', 'conversations: Read the history back'],
    ['How do I search all my conversations?', 'search: Search your conversations'],
    [
      'How do I find a word in this conversation?',
      'search: Find something in the conversation you are in',
    ],
    [
      'How do I find conversations with a tag?',
      'search: Find conversations by tag, folder or archive',
    ],
    ['How do I leave a word out of a search?', 'search: Search for a phrase, or leave a word out'],
    ['How do I turn thinking on?', 'bots: Turn thinking on or off'],
    ['Where can I see what the model thought?', 'conversations: See what the model thought'],
    ['What is a stored answer?', 'bots: Earlier answers while Ollama is away'],
    ['Can a bot answer while Ollama is away?', 'bots: Earlier answers while Ollama is away'],
    ['How do I send a picture to a bot?', 'conversations: Attach a picture for the bot to see'],
    ['Can a bot see photos?', 'conversations: Attach a picture for the bot to see'],
    ['How do I attach an image?', 'conversations: Attach a picture for the bot to see'],
    ['Can I attach a PDF or a text file?', 'conversations: Attach a text file'],
    ['How do I get replies in JSON?', 'bots: Replies in JSON, or by a schema'],
    ['Can a bot reply by a JSON schema?', 'bots: Replies in JSON, or by a schema'],
    ['How do I ask for JSON in one message?', 'conversations: Ask for JSON in one message'],
    ['What does not in the format asked for mean?', 'conversations: Not in the format asked for'],
    ['Are formulas shown?', 'conversations: Formulas and code in a reply'],
    ['Can a bot draw diagrams?', 'conversations: Diagrams in a reply'],
    ['Can a bot write maths or LaTeX?', 'conversations: Formulas and code in a reply'],
    ['What does 2nd in line mean?', 'conversations: Waiting in line for a model'],
    [
      'How many replies at once can Ollama make?',
      'conversations: How many replies at once, and how long to wait',
    ],
    ['How do I connect Ollama?', 'connect-ollama: Connect Ollama'],
    ['How do I set the address of Ollama?', 'connect-ollama: Set the address of Ollama'],
    [
      'How do I use several Ollama servers?',
      'connect-ollama: Add another Ollama server and use several',
    ],
    ['how do I add another server', 'connect-ollama: Add another Ollama server and use several'],
    ['How do I drain a server?', 'connect-ollama: A server fails or is taken out of use'],
    ['Where is the token of a server kept?', 'connect-ollama: Tokens of Ollama servers'],
    ['Can other machines reach my Ollama?', 'connect-ollama: Other machines can reach my Ollama'],
    ['Ollama cannot be reached', 'troubleshooting: Ollama cannot be reached'],
    ['It says model not found', 'troubleshooting: A model is not found'],
    ['How do I add a model?', 'models: Add a model'],
    ['Which model fits my machine?', 'models: Which model fits my machine'],
    ['How do I pull a model?', 'models: Add a model'],
    ['How do I cancel a download?', 'models: Follow, cancel and continue a download'],
    ['is there enough disk space for a model', 'models: The disk is too small for a model'],
    ['How do I delete a model?', 'models: Delete a model'],
    ['how do I free memory', 'models: Loading and freeing memory'],
    ['What is a cloud model?', 'models: Cloud models'],
    ['how do I set top_p and top_k', 'bots: Options and presets of a bot'],
    ['what does the preset creative do', 'bots: Options and presets of a bot'],
    ['how much context does a bot remember', 'bots: How much a bot remembers: its context'],
    ['pin the context of a model', 'models: Pin how a model is loaded, and reloads'],
    ['why is my model reloaded all the time', 'models: Pin how a model is loaded, and reloads'],
    ['how do I forbid cloud models', 'models: Cloud models'],
    ['is my version of Ollama safe', 'models: An unsafe version of Ollama'],
    ['Which tools can a bot use?', 'tools: Which tools a bot can use'],
    ['How do I grant a tool to a bot?', 'tools: Grant a tool to a bot'],
    ['What do I do when a bot asks to use a tool?', 'tools: A bot asks to use a tool'],
    ['What are the limits of tools?', 'tools: Limits of tools'],
    ['How do I add a tool server?', 'tool-servers: Connect a tool server'],
    ['How do I use MCP?', 'tool-servers: Tool servers'],
    ['What is the Model Context Protocol?', 'tool-servers: Tool servers'],
    ['Why has a tool changed?', 'tool-servers: A tool of a server has changed'],
    ['My tool server failed', 'tool-servers: A tool server fails'],
    [
      'Where do I write the API key of a tool server?',
      'tool-servers: Keys and tokens of tool servers',
    ],
    ['How do I remove a tool server?', 'tool-servers: Switch a tool server off, or remove it'],
    ['How many tools can a server have?', 'tool-servers: How many tools a server may have'],
    ['How do I run a command in a conversation?', 'commands: Run a command in a conversation'],
    ['How do I turn commands on?', 'commands: Turn commands on'],
    ['Which commands can be run?', 'commands: Which commands can be run'],
    ['Why was my command refused?', 'commands: Why a command is refused'],
    [
      'Where are commands that are allowed for good?',
      'commands: Commands that are allowed for good',
    ],
    ['who called which tool', 'tools: See which tools were called'],
    ['Where is my data?', 'data: Where your data is'],
    ['How do I export my conversations?', 'data: Export conversations'],
    [
      'How do I import my chats from ChatGPT?',
      'data: Import conversations from ChatGPT or elsewhere',
    ],
    ['can I import from Open WebUI', 'data: Import conversations from ChatGPT or elsewhere'],
    ['why can my file not be imported?', 'data: A file cannot be imported'],
    ['How do I make a backup?', 'data: Make a backup'],
    ['how do I restore a backup', 'data: Restore a backup'],
    ['Port 8000 is taken', 'troubleshooting: Port 8000 is taken'],
    ['How do I use another port?', 'settings: Use another port'],
    ['How do I sign in a browser?', 'browsers: Sign in a browser'],
    ['my sign-in link expired', 'browsers: The link expired or was used'],
    ['Can I use it on my phone?', 'browsers: Phones and other machines'],
    ['Show me a curl example', 'scripts: Examples with curl'],
    ['How do I get a token for a script?', 'scripts: Make a token'],
    ['how do I use the websocket with wscat', 'scripts: WebSocket'],
    ['What does interrupted mean?', 'troubleshooting: What interrupted means'],
    [
      'What happens when the disk is full?',
      'troubleshooting: The disk is full while Port 8000 runs',
    ],
    ['why does it say not stored yet', 'troubleshooting: The disk is full while Port 8000 runs'],
    ['How do I retry a failed reply?', 'conversations: Retry a reply'],
    ['How do I edit a message?', 'conversations: Edit a message'],
    ['How do I get another reply?', 'conversations: Another reply'],
    ['how do I fork a session', 'conversations: Fork a session'],
    ['how do I switch off the naming of sessions', 'conversations: Names made by the bot'],
    ['what does the dot for unread messages mean', 'conversations: Unread messages'],
    ['How do I stop a reply?', 'conversations: Stop a reply'],
    ['how many messages can be queued', 'conversations: Queue messages'],
    ['Are my drafts kept?', 'conversations: Drafts'],
    ['Which environment variables are there?', 'settings: Environment variables'],
    ['What is MAX_TOKENS?', 'settings: Environment variables'],
    ['how do I run it headless', 'settings: Run without a window'],
    ['keyboard shortcuts', 'keyboard: Keyboard shortcuts'],
    ['Are my conversations encrypted?', 'privacy: Are conversations encrypted'],
    ['Why are the replies so slow?', 'troubleshooting: Replies are slow'],
    ['The database is corrupt', 'troubleshooting: The database is damaged'],
    ['How do I rename a session?', 'conversations: Rename or delete a session'],
    ['what is a bot?', 'bots: Bots'],
    ['How do I make a folder?', 'conversations: Folders'],
    ['How do I add a tag to a conversation?', 'conversations: Add or remove tags'],
    ['how can I filter by tag', 'conversations: Add or remove tags'],
    ['How do I archive a conversation?', 'conversations: Pin or archive a conversation'],
    ['how do I pin a conversation', 'conversations: Pin or archive a conversation'],
    ['Where is the bin?', 'conversations: Bring back what was deleted: the bin'],
    [
      'how do I restore a deleted conversation',
      'conversations: Bring back what was deleted: the bin',
    ],
    ['I deleted a session by mistake', 'conversations: Rename or delete a session'],
    ['How do I select several conversations?', 'conversations: Select several conversations'],
    ['What is a session?', 'conversations: Sessions and conversations'],
    ['how do I write a new line', 'keyboard: Keyboard shortcuts'],
    ['Where are the logs?', 'troubleshooting: Where the log is'],
    ['what is Ollama', 'connect-ollama: Ollama'],
    ['What is Port 8000?', 'what-it-is: What Port 8000 is'],
    ['how do I install ollama', 'connect-ollama: Connect Ollama'],
    ['my reply was cut off after the computer crashed', 'troubleshooting: What interrupted means'],
    ['how do I send a message with curl', 'scripts: Send a message by script'],
    ['What port does it use?', 'settings: Use another port'],
    [
      'ollama runs on another computer, how do I connect',
      'connect-ollama: Use Ollama on another computer',
    ],
    ['the bot forgets what I said earlier', 'conversations: What the bot remembers'],
    ['how full is the memory?', 'conversations: See how much of the memory is used'],
    ['How do I pin a message?', 'conversations: Pin a message so that the bot never forgets it'],
    [
      'summary of the conversation in a note',
      'conversations: Notes and summaries in a conversation',
    ],
    ['does port 8000 send my data anywhere', 'privacy: What leaves your machine'],
    ['how do I uninstall it', 'data: Uninstall or delete all data'],
    ['Is there a dark mode?', 'settings: Light and dark appearance'],
  ])('%s', (question, expected) => {
    expect(quotedFor(question)[0]).toBe(expected)
  })

  it.each([
    'What is the capital of France?',
    'What is the weather in Berlin tomorrow?',
    'Tell me a joke',
    'Write a poem about the sea',
    'asdf qwer zxcv',
    'Who won the world cup in 2014?',
    'What is the meaning of life?',
    'Explain quantum computing',
    'Wie starte ich einen Bot?',
    'Wo liegen meine Daten?',
    'How many bots does Google run?',
    'write me a python script that sends email',
    'Is the sky blue?',
    'What is your favourite model?',
    "'; DROP TABLE messages; --",
    '"unbalanced AND (NEAR',
    '🙂🙂🙂',
  ])('finds nothing on: %s', (question) => {
    expect(quotedFor(question)).toEqual([])
    expect(composeAnswer(question, index.search(searchTextOf(question), 12))).toMatch(
      /^I found nothing on that/,
    )
  })

  it('can answer each question that it offers as an example', () => {
    const examples = [...composeAnswer('hello', []).matchAll(/^- (.+)$/gm)].map(
      ([, example = '']) => example,
    )
    expect(examples).toHaveLength(3)
    for (const example of examples) expect(quotedFor(example), example).not.toEqual([])
  })

  it('finds each section by its own heading, where that says anything', () => {
    const told = readGuidePassages().filter(({ heading }) => termsOf(heading).length > 0)
    for (const { page, heading } of told) {
      expect(quotedFor(heading), heading).toContain(`${page}: ${heading}`)
    }
  })
})
