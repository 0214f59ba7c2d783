/** A picture of which only what draws it is left. The size is what people see, in pixels. */
export interface CleanedPicture {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}
