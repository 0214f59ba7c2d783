import { describe, expect, it } from 'vitest'
import { idSchema } from '@shared/model/ids'
import { newId } from '@shared/model/new-id'

describe('newId', () => {
  it('makes ids that its own schema takes', () => {
    expect(idSchema.safeParse(newId(1_790_000_000_000)).success).toBe(true)
  })

  it('makes ids that sort in the order they were made, also within a millisecond and when the clock steps back', () => {
    const times = Array.from(
      { length: 10_000 },
      (_, index) => 1_800_000_000_000 + (index % 3 === 0 ? -5 : 0),
    )
    const ids = times.map((time) => newId(time))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
