/** In the first line of every file that can be imported again; `docs/export-format.md` describes it. */
export const FORMAT_NAME = 'port8000-export'
/** Grows when an older reader would lose something. */
export const FORMAT_VERSION = 2
/** Of a file without pictures: it is as it was before there were any, and older readers take it. */
const WITHOUT_PICTURES = 1

export function formatVersionOf({ hasPictures }: { readonly hasPictures: boolean }): number {
  return hasPictures ? FORMAT_VERSION : WITHOUT_PICTURES
}
