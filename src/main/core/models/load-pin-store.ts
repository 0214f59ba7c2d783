import type { LoadPin } from '@shared/model/load-plan'

/** What the owner holds fast about the loading of models, by model. */
export interface LoadPinStore {
  list(): Promise<readonly { readonly name: string; readonly pin: LoadPin }[]>
  /** However the name is spelt; null lets it go. */
  set(name: string, pin: LoadPin | null): Promise<void>
}
