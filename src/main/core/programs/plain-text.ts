/* eslint-disable no-control-regex -- those are what is taken out */
/** What terminals act on: colours, titles, moves of the cursor. */
const SEQUENCES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Output as it is shown: lines of text and nothing that acts on whoever looks at it. */
export function plainText(output: string): string {
  return output.replaceAll('\r\n', '\n').replace(SEQUENCES, '').replace(CONTROLS, '')
}
