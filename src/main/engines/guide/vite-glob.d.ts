/** The one thing of Vite's that the main process uses: its build replaces the call with the files' contents. */
interface ImportMeta {
  glob(
    pattern: string,
    options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true },
  ): Readonly<Record<string, unknown>>
}
