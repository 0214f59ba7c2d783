/** Thrown to whoever chose the server: the request waited there, and wants to go on waiting for another one. */
export class MovedOn extends Error {
  override readonly name = 'MovedOn'
}
