import { AppError } from '@shared/contract/app-error'

/** The rules by which a command line is refused; the audit names the one that decided. */
export type RefusalRule =
  | 'off'
  | 'not-granted'
  | 'too-long'
  | 'control-character'
  | 'newline'
  | 'misleading-character'
  | 'unfinished-quote'
  | 'chaining'
  | 'redirection'
  | 'substitution'
  | 'grouping'
  | 'globbing'
  | 'escape'
  | 'history'
  | 'comment'
  | 'home-folder'
  | 'variable'
  | 'unknown-program'
  | 'not-installed'
  | 'interpreter'
  | 'unknown-flag'
  | 'flag-value'
  | 'operands'
  | 'outside-folder'
  | 'secret'
  | 'not-a-file'
  | 'path'
  | 'revision'
  | 'git-repository'
  | 'git-settings'

/** A command line that must not run. The message says which rule, and what to do instead. */
export class RefusedCommand extends AppError {
  readonly rule: RefusalRule

  constructor(rule: RefusalRule, message: string) {
    super('forbidden', message)
    this.rule = rule
  }
}
