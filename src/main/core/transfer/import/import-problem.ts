/** Why a file cannot be brought in: what is wrong with it, and where. For the person who chose it, so it quotes nothing of it. */
export class ImportProblem extends Error {
  override readonly name = 'ImportProblem'
  readonly place: string

  constructor(what: string, place: string) {
    super(what)
    this.place = place
  }
}
