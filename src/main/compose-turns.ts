import type { Bot } from '@shared/model/bot'
import type { Closers } from '@main/closers'
import type { AttachmentService } from '@main/core/attachments/attachment-service'
import { PictureGuard } from '@main/core/attachments/picture-guard'
import { PicturesInPrompt } from '@main/core/attachments/pictures-in-prompt'
import { composeNotes } from '@main/compose-notes'
import type { PeopleService } from '@main/core/access/people-service'
import type { SessionAccessMap } from '@main/core/access/session-access-map'
import type { BotService } from '@main/core/bots/bot-service'
import type { EngineMonitor } from '@main/core/engines/engine-monitor'
import type { EngineRegistry } from '@main/core/engines/engine-registry'
import type { EventHub } from '@main/core/events/event-hub'
import { checkValue } from '@main/formats/check-value'
import { HistoryService } from '@main/core/history/history-service'
import { PromptService } from '@main/core/history/prompt-service'
import type { InstanceTable } from '@main/core/instances/instance-table'
import { Launcher } from '@main/core/instances/launcher'
import type { Logger } from '@main/core/logging/logger'
import type { CloudGuard } from '@main/core/models/cloud-guard'
import type { ModelFactsService } from '@main/core/models/model-facts'
import type { ModelLoading } from '@main/core/models/model-loading'
import type { SessionService } from '@main/core/sessions/session-service'
import { TitleMaker } from '@main/core/sessions/title-maker'
import type { SettingsService } from '@main/core/settings/settings-service'
import type { Storage } from '@main/core/storage/storage'
import { ThinkingChoice } from '@main/core/thinking/thinking-choice'
import { ToolAnswers } from '@main/core/tools/tool-answers'
import type { Approvals } from '@main/core/tools/approvals'
import type { ProgramTurn } from '@main/core/programs/program-turn'
import type { ToolLoop } from '@main/core/turns/tool-loop'
import { PartialSaver } from '@main/core/turns/partial-saver'
import { TurnConductor } from '@main/core/turns/turn-conductor'
import { StoredAnswers } from '@main/core/turns/stored-answers'
import { TurnEnder } from '@main/core/turns/turn-ender'
import { TurnRunner } from '@main/core/turns/turn-runner'
import { TurnRights } from '@main/core/turns/turn-rights'
import { TurnService } from '@main/core/turns/turn-service'

export interface TurnPartsDeps {
  readonly storage: Storage
  readonly settings: Pick<SettingsService, 'get'>
  readonly engines: EngineRegistry
  readonly guard: CloudGuard
  readonly loading: Pick<ModelLoading, 'planNow'>
  readonly facts: ModelFactsService
  readonly attachments: AttachmentService
  readonly monitor: EngineMonitor
  readonly bots: BotService
  readonly sessions: SessionService
  readonly people: PeopleService
  readonly sessionAccess: SessionAccessMap
  readonly instances: InstanceTable
  readonly hub: EventHub
  readonly tools: ToolLoop
  readonly programTurn: ProgramTurn
  readonly approvals: Approvals
  /** Messages that may wait in one session. */
  readonly maxQueued: () => number
  readonly log: Logger
  readonly now: () => number
}

/** What is said, and what is made of it. */
export function composeTurns(deps: TurnPartsDeps, closers: Closers) {
  const {
    storage,
    settings,
    engines,
    guard,
    facts,
    loading,
    monitor,
    bots,
    sessions,
    instances,
    hub,
    tools,
    programTurn,
    approvals,
    now,
  } = deps
  const log = deps.log.child('turns')
  const history = new HistoryService(storage.messages)
  const contextOf = ({ model }: Pick<Bot, 'model'>): number =>
    loading.planNow(model ?? '').contextLength
  const prompts = new PromptService({
    messages: storage.messages,
    notes: storage.notes,
    contextOf,
  })
  const noteParts = composeNotes(
    {
      ...{ storage, engines, bots, sessions, instances, guard, hub, contextOf, now },
      onChanged: (sessionId) => {
        prompts.notesChanged(sessionId)
      },
      log: deps.log.child('notes'),
    },
    closers,
  )
  const pictureGuard = new PictureGuard({ attachments: deps.attachments, facts: deps.facts })
  const pictures = new PicturesInPrompt(deps.attachments, pictureGuard)
  const titles = new TitleMaker({
    ...{ engines, bots, sessions, instances, guard, hub },
    store: storage.sessions,
    messages: storage.messages,
    isOn: () => settings.get().autoTitle.value,
    log: deps.log.child('titles'),
  })
  closers.add('titles', () => {
    titles.close()
  })
  const runner = new TurnRunner({
    ...{ engines, prompts, tools, guard, pictures, log, now },
    programs: programTurn,
    thinking: new ThinkingChoice(facts),
    check: checkValue,
    answers: new StoredAnswers(storage.turns, (person) => deps.people.reader(person)),
    onUnavailable: (engine) => void monitor.refresh(engine),
  })
  const ender = new TurnEnder(storage.turns, log, now)
  const saver = new PartialSaver(storage.turns, log)
  const shared = { bots, sessions, store: storage.turns, instances, hub, now }
  const conductor = new TurnConductor({ ...shared, prompts, titles, runner, ender, saver, log })
  closers.add('turns', () => conductor.close())
  closers.add('turn endings', () => {
    ender.close()
  })
  const launcher = new Launcher({
    ...{ bots, engines, monitor, guard, instances },
    store: storage.bots,
    turns: conductor,
    log: deps.log.child('launcher'),
  })
  closers.add('launcher', () => launcher.close())
  const turns = new TurnService({
    ...shared,
    access: deps.sessionAccess,
    notes: noteParts.notes,
    history,
    conductor,
    engines,
    pictures: pictureGuard,
    maxQueued: deps.maxQueued,
  })
  const turnRights = new TurnRights({
    ...{ people: deps.people, access: deps.sessionAccess, conductor, turns },
    store: storage.turns,
    log: deps.log.child('rights'),
  })
  deps.people.onChanged((change) => void turnRights.changed(change))
  const toolAnswers = new ToolAnswers({ approvals, sessions, conductor, bots })
  return { ...noteParts, history, titles, conductor, launcher, turns, turnRights, toolAnswers }
}
