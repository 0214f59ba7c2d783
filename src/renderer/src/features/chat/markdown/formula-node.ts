/** TeX to set, as it stands between its delimiters. */
export interface FormulaJob {
  readonly tex: string
  readonly isBlock: boolean
}

/** Presentation MathML: text, or an element of it. Attributes and styles are of a list that does nothing but set type. */
export type FormulaNode =
  | string
  | {
      readonly tag: string
      readonly attributes: Readonly<Record<string, string>>
      readonly className: string
      /** As React takes them: `paddingLeft`. */
      readonly style: Readonly<Record<string, string>>
      readonly children: readonly FormulaNode[]
    }
