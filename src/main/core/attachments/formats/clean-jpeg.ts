import { damaged, requireSize } from '../picture-problem.ts'
import { ByteReader } from './byte-reader.ts'
import type { CleanedPicture } from './cleaned-picture.ts'
import { isTurned, orientationIn, orientationSegment } from './jpeg-orientation.ts'

const START = 0xd8
const END = 0xd9
const SCAN = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP14 = 0xee
/** Arithmetic coding and Huffman tables, quantization tables, restart interval: without them nothing is drawn. */
const TABLES: ReadonlySet<number> = new Set([0xc4, 0xcc, 0xdb, 0xdd])
const JFIF_BYTES = 14
const ADOBE_BYTES = 12

interface Found {
  readonly kept: Buffer[]
  width: number
  height: number
  orientation: number | null
}

/**
 * JPEG (ITU T.81): segments that each begin with a marker, and scans between them. Kept is what draws the picture, and how
 * the camera was held; Exif, XMP, IPTC, profiles, comments, previews and what follows the end are not.
 */
export function cleanJpeg(bytes: Buffer): CleanedPicture {
  const reader = new ByteReader(bytes)
  const found: Found = { kept: [], width: 0, height: 0, orientation: null }
  if (nextMarker(reader) !== START) throw damaged()
  let hasScan = false
  for (let marker = nextMarker(reader); marker !== END; marker = nextMarker(reader)) {
    const data = reader.take(dataLength(reader))
    take(found, marker, data)
    if (marker !== SCAN) continue
    hasScan = true
    found.kept.push(reader.take(scanEnd(bytes, reader.at) - reader.at))
  }
  const { kept, width, height, orientation } = found
  if (!hasScan || width === 0) throw damaged()
  const isHeld = orientation !== null && orientation > 1
  const start = Buffer.from([0xff, START])
  const end = Buffer.from([0xff, END])
  const held = isHeld ? [orientationSegment(orientation)] : []
  const size =
    isHeld && isTurned(orientation) ? { width: height, height: width } : { width, height }
  return { bytes: Buffer.concat([start, ...held, ...kept, end]), ...size }
}

function take(found: Found, marker: number, data: Buffer): void {
  if (isFrame(marker)) readFrame(found, data)
  if (marker === APP1) found.orientation ??= orientationIn(data)
  const kept = keptOf(marker, data)
  if (kept === null) return
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(kept.length + 2, 2)
  found.kept.push(head, kept)
}

function keptOf(marker: number, data: Buffer): Buffer | null {
  if (marker === APP0) return jfifOf(data)
  // Says how colours are coded; what else a program writes there does not.
  if (marker === APP14)
    return data.toString('latin1', 0, 5) === 'Adobe' ? data.subarray(0, ADOBE_BYTES) : null
  return TABLES.has(marker) || isFrame(marker) || marker === SCAN ? data : null
}

/** Without the small preview that it may hold. */
function jfifOf(data: Buffer): Buffer | null {
  if (data.length < JFIF_BYTES || data.toString('latin1', 0, 5) !== 'JFIF\0') return null
  const jfif = Buffer.from(data.subarray(0, JFIF_BYTES))
  jfif.writeUInt16BE(0, JFIF_BYTES - 2)
  return jfif
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !TABLES.has(marker) && marker !== 0xc8
}

function readFrame(found: Found, data: Buffer): void {
  const reader = new ByteReader(data)
  reader.u8()
  const height = reader.u16be()
  const width = reader.u16be()
  requireSize(width, height)
  // A second frame would be drawn where the first one's size was looked at.
  if (found.width !== 0) throw damaged()
  found.width = width
  found.height = height
}

/** Markers may be padded with 0xff. */
function nextMarker(reader: ByteReader): number {
  if (reader.u8() !== 0xff) throw damaged()
  let marker = reader.u8()
  while (marker === 0xff) marker = reader.u8()
  return marker
}

function dataLength(reader: ByteReader): number {
  const length = reader.u16be()
  if (length < 2) throw damaged()
  return length - 2
}

/** Where the coded picture ends: at the first marker that is neither a stuffed byte nor a restart. */
function scanEnd(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0) {
    const next = bytes[at + 1] ?? 0xff
    const goesOn = next === 0 || (next >= 0xd0 && next <= 0xd7)
    if (!goesOn) return at
    at = bytes.indexOf(0xff, at + 2)
  }
  throw damaged()
}
