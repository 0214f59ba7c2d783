import { useMemo } from 'react'
import type { Bot } from '@shared/model/bot'
import { isSameModel } from '@shared/model/model-name'
import { useApp } from '../../store/use-app'

/** The bots that are set to use this model. */
export function useBotsUsing(name: string): readonly Bot[] {
  const bots = useApp((app) => app.bots)
  return useMemo(
    () => Object.values(bots).filter(({ model }) => model !== null && isSameModel(model, name)),
    [bots, name],
  )
}
