import { splitBlocks } from './split-blocks'

/** Splits a text that grows: what stands already is not looked at again, only the last block is. */
export class BlockSplitter {
  #blocks: readonly string[] = []
  #text = ''

  /** The blocks of `text`. Where it does not go on from the last one, it is split from its beginning. */
  split(text: string): readonly string[] {
    if (text === this.#text) return this.#blocks
    const stable = text.startsWith(this.#text) ? this.#blocks.slice(0, -1) : []
    const stableLength = stable.reduce((length, block) => length + block.length, 0)
    this.#blocks = [...stable, ...splitBlocks(text.slice(stableLength))]
    this.#text = text
    return this.#blocks
  }
}
