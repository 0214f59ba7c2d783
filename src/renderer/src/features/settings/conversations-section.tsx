import type { Settings } from './setting-source'
import { SettingSwitch } from './setting-switch'

/** What happens to conversations by itself. */
export function ConversationsSection({ settings: { autoTitle } }: { readonly settings: Settings }) {
  return (
    <SettingSwitch
      key={String(autoTitle.value)}
      label="Let bots name their conversations"
      note="After the first reply, in the background, by the bot’s own model. A name you gave stays."
      value={autoTitle.value}
      source={autoTitle.source}
      variable="AUTO_TITLE"
      toChanges={(value) => ({ autoTitle: value })}
    />
  )
}
