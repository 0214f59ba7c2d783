import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BotDialog } from '@renderer/features/bots/bot-dialog'
import type { BotFormMode } from '@renderer/features/bots/use-bot-form'
import { createAppStore } from '@renderer/store/app-store'
import { withOverview } from '@renderer/store/fold-overview'
import { AppStoreProvider } from '@renderer/store/use-app'
import { AppError } from '@shared/contract/app-error'
import type { EngineStatus } from '@shared/model/engine'
import type { ListedModel } from '@shared/model/model'
import { NOW, buildBot, buildInstance, buildOverview, buildPull } from '../../support/builders'
import { allowModalDialogs } from '../../support/modal-dialogs'
import { ScriptedApi } from '../../support/scripted-api'

const LLAMA: ListedModel = {
  engine: 'ollama',
  name: 'llama3.2',
  size: 2_000_000_000,
  family: 'llama',
  parameterSize: '3.2B',
  quantization: 'Q4',
  capabilities: ['completion'],
  contextLength: 131_072,
  modifiedAt: NOW,
  cloud: false,
  usedBy: [],
}
const OLLAMA: EngineStatus = {
  engine: 'ollama',
  reachable: true,
  version: '0.32.15',
  checkedAt: NOW,
  error: null,
}

function setUp(
  mode: BotFormMode = { kind: 'create' },
  models: readonly ListedModel[] = [LLAMA],
  engine = OLLAMA,
) {
  const api = new ScriptedApi({
    'bots.suggestId': () => ({ botId: 'BOT-002' }),
    'models.list': () => ({ models: [...models], engines: [engine] }),
    'bots.create': ({ id = 'BOT-002', name, engine = 'ollama', model = null }) => ({
      bot: buildBot({ id, name, engine, model }),
    }),
    'bots.launch': ({ botId }) => ({ instance: buildInstance({ botId, state: 'starting' }) }),
    'sessions.list': () => ({ sessions: [], hasMore: false, readMarks: [] }),
  })
  const store = createAppStore(api)
  store.setState((state) => ({
    ...withOverview(state, buildOverview(), NOW),
    dialog: { kind: 'bot', mode },
  }))
  render(
    <AppStoreProvider value={store}>
      <BotDialog mode={mode} />
    </AppStoreProvider>,
  )
  const created = () =>
    api.asked.filter(({ name }) => name === 'bots.create' || name === 'bots.update')
  return { api, store, created }
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const type = (label: string, value: string) => fireEvent.change(field(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const suggested = () => waitFor(() => expect(field('Id').value).toBe('BOT-002'))
const listed = () => waitFor(() => expect(field('Model').tagName).toBe('SELECT'))

describe('the bot dialog', () => {
  beforeAll(allowModalDialogs)
  afterEach(cleanup)

  it('suggests the next free id and turns what is typed into capitals', async () => {
    setUp()
    await suggested()
    type('Id', 'my-bot-7')
    expect(field('Id').value).toBe('MY-BOT-7')
  })

  it.each([
    ['bot-001', 'taken'],
    ['ab', 'at least 3'],
    ['BOT 1', 'capital letters'],
    ['', 'Needs an id'],
  ])('says at the field, while it is typed, what is wrong with the id %j', async (id, words) => {
    setUp()
    await suggested()
    type('Id', id)
    const describedBy = field('Id').getAttribute('aria-describedby') ?? ''
    const said = describedBy.split(' ').map((part) => document.getElementById(part)?.textContent)
    expect(said.join(' ')).toContain(words)
    expect(field('Id').getAttribute('aria-invalid')).toBe('true')
  })

  it('cannot be submitted wrong: the button says why, and a press leads to the field', async () => {
    const { created } = setUp()
    await suggested()
    const button = screen.getByRole('button', { name: 'Create and launch' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(button.getAttribute('title')).toContain('Name')
    fireEvent.submit(field('Name').form ?? document.body)
    await waitFor(() => expect(document.activeElement).toBe(field('Name')))
    expect(created()).toEqual([])
  })

  it('creates and launches what was typed, and closes', async () => {
    const { api, store, created } = setUp()
    await suggested()
    await listed()
    type('Name', '  Reviewer ')
    type('Model', 'llama3.2')
    type('Temperature', '0,2')
    fireEvent.submit(field('Name').form ?? document.body)
    await waitFor(() => expect(store.getState().dialog).toBeNull())
    expect(created()).toEqual([
      {
        name: 'bots.create',
        input: {
          id: 'BOT-002',
          name: 'Reviewer',
          color: 'teal',
          emoji: '',
          engine: 'ollama',
          model: 'llama3.2',
          instructions: '',
          options: {},
          temperature: 0.2,
          maxTokens: 2048,
        },
      },
    ])
    expect(api.asked).toContainEqual({ name: 'bots.launch', input: { botId: 'BOT-002' } })
    expect(store.getState().selectedBotId).toBe('BOT-002')
  })

  it('creates without launching where that is asked', async () => {
    const { api, store } = setUp()
    await suggested()
    type('Name', 'Reviewer')
    fireEvent.click(screen.getByLabelText('Guide'))
    press('Create')
    await waitFor(() => expect(store.getState().dialog).toBeNull())
    expect(api.asked.map(({ name }) => name)).not.toContain('bots.launch')
    expect(store.getState().bots['BOT-002']?.model).toBeNull()
  })

  it('shows the controller’s refusal of an id at the id, and keeps what was typed', async () => {
    const { api, store } = setUp()
    api.answerWith({
      'bots.create': () =>
        Promise.reject(new AppError('conflict', 'BOT-002 belongs to a deleted bot.')),
    })
    await suggested()
    type('Name', 'Reviewer')
    fireEvent.click(screen.getByLabelText('Guide'))
    press('Create')
    await screen.findByText('BOT-002 belongs to a deleted bot.')
    expect(field('Id').getAttribute('aria-invalid')).toBe('true')
    expect([field('Name').value, store.getState().dialog]).toEqual([
      'Reviewer',
      { kind: 'bot', mode: { kind: 'create' } },
    ])
  })

  it('says how to get a model where Ollama has none, and takes a name all the same', async () => {
    setUp({ kind: 'create' }, [])
    await screen.findByText(/No models yet/)
    type('Model', 'llama3.2:1b')
    expect(field('Model').value).toBe('llama3.2:1b')
  })

  it('pulls a model that is not there without losing what was written', async () => {
    const { api, store } = setUp()
    api.answerWith({ 'models.pull': () => ({ pull: buildPull(), joined: false }) })
    store.setState({ engines: { ollama: OLLAMA } })
    type('Name', 'Reader')
    fireEvent.click(await screen.findByText('Pull another…'))
    type('Model', 'big')
    fireEvent.click(await screen.findByText('Pull it'))
    await waitFor(() =>
      expect(api.asked).toContainEqual({ name: 'models.pull', input: { name: 'big' } }),
    )
    act(() => store.setState({ pulls: { 'big:latest': buildPull({ fraction: 0.43 }) } }))
    expect(screen.getByText(/Pulling: 43 %/)).not.toBeNull()
    expect(field('Name').value).toBe('Reader')
  })

  it('says that Ollama is away and reads the models again when asked', async () => {
    const away: EngineStatus = {
      ...OLLAMA,
      reachable: false,
      error: { code: 'engine_unavailable', message: 'Start Ollama.' },
    }
    const { api } = setUp({ kind: 'create' }, [], away)
    await screen.findByText(/Ollama is not reachable: Start Ollama\./)
    api.answerWith({ 'models.list': () => ({ models: [LLAMA], engines: [OLLAMA] }) })
    press('Read the models again')
    await listed()
  })

  it('changes a bot by the version that was seen, whatever arrives meanwhile', async () => {
    const { api, store, created } = setUp({ kind: 'edit', botId: 'BOT-001' })
    api.answerWith({
      'bots.update': () => Promise.reject(new AppError('internal', 'The disk is full.')),
    })
    store.setState({ bots: { 'BOT-001': buildBot({ version: 2, name: 'Renamed' }) } })
    type('Name', 'Mine')
    press('Save')
    await screen.findByText('The disk is full.')
    expect(created()[0]?.input).toMatchObject({
      botId: 'BOT-001',
      version: 1,
      changes: { name: 'Mine' },
    })
  })

  describe('when somebody else changed the bot meanwhile', () => {
    const theirs = buildBot({
      version: 7,
      name: 'Renamed',
      instructions: 'Be brief.',
      maxTokens: 9,
    })
    const setUpLate = async () => {
      const ui = setUp({ kind: 'edit', botId: 'BOT-001' })
      ui.api.answerWith({
        'bots.update': ({ version }) => {
          if (version === theirs.version) return { bot: { ...theirs, version: 8 } }
          throw new AppError('conflict', 'Changed meanwhile.', { current: theirs })
        },
      })
      await listed()
      type('Name', 'Mine')
      type('Temperature', '0.1')
      press('Save')
      await screen.findByRole('alert')
      return ui
    }

    it('says what they changed, and what stands where both did', async () => {
      await setUpLate()
      const said = screen.getByRole('alert').textContent
      expect(said).toContain('(Name, Instructions, Longest reply)')
      expect(said).toContain('Name is now “Renamed”.')
      expect(said).not.toContain('Instructions is now')
    })

    it('loads the newer version under what was typed, and saves the two together', async () => {
      const { store, created } = await setUpLate()
      press('Load the newer version')
      expect(screen.queryByRole('alert')).toBeNull()
      expect(['Name', 'Temperature', 'Instructions'].map((label) => field(label).value)).toEqual([
        'Mine',
        '0.1',
        'Be brief.',
      ])
      press('Save')
      await waitFor(() => expect(store.getState().dialog).toBeNull())
      expect(created()[1]?.input).toMatchObject({
        version: 7,
        changes: { name: 'Mine', temperature: 0.1, instructions: 'Be brief.', maxTokens: 9 },
      })
    })
  })

  it('refuses numbers that are none', async () => {
    setUp()
    await suggested()
    type('Temperature', '2.1')
    await screen.findByText('Takes a number from 0 to 2.')
    type('Longest reply', '1.5')
    await screen.findByText('Takes a whole number from 1 to 131,072.')
  })
})
