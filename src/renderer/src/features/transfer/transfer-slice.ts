import type { StateCreator } from 'zustand/vanilla'
import type { ExportJob } from '@shared/model/transfer'
import type { AppState } from '../../store/use-app'

export interface TransferSlice {
  /** The newest state of every export that was heard of, by its id. */
  readonly exports: Readonly<Record<string, ExportJob>>
}

export const createTransferSlice = (): StateCreator<AppState, [], [], TransferSlice> => () => ({
  exports: {},
})
