import type { ExportFormat } from '@shared/model/transfer'
import type { ExportWriter, ReadPicture } from './export-writer.ts'
import { HtmlWriter } from './html-writer.ts'
import { JsonWriter } from './json-writer.ts'
import { JsonlWriter } from './jsonl-writer.ts'
import { MarkdownWriter } from './markdown-writer.ts'
import { TextWriter } from './text-writer.ts'

export function createExportWriter(format: ExportFormat, readPicture: ReadPicture): ExportWriter {
  switch (format) {
    case 'json':
      return new JsonWriter(readPicture)
    case 'jsonl':
      return new JsonlWriter(readPicture)
    case 'markdown':
      return new MarkdownWriter()
    case 'text':
      return new TextWriter()
    case 'html':
      return new HtmlWriter(readPicture)
  }
}
