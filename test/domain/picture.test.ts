import t from 'tap'
import { fileTypeOf, withoutMetadata } from '../../shared/domain/picture.ts'
import { jpegOf, PIXEL_PNG, pngWith, segment, webpWith } from '../support/picture.ts'

const has = (bytes: Uint8Array, word: string) => Buffer.from(bytes).includes(word)

t.test('a file is what its first bytes say, whatever it is called', async (t) => {
  t.equal(fileTypeOf(jpegOf([])), 'image/jpeg')
  t.equal(fileTypeOf(PIXEL_PNG), 'image/png')
  t.equal(fileTypeOf(webpWith([])), 'image/webp')
  t.equal(fileTypeOf(Buffer.from('%PDF-1.7\n')), 'application/pdf')
  for (const other of ['', 'GIF89a', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'MZ', ' %PDF-', 'RIFF0000AVI '])
    t.equal(fileTypeOf(Buffer.from(other)), null, other)
})

t.test('a JPEG loses place, device, thumbnails and comments, and keeps picture, colours and turn', async (t) => {
  const gps = segment(0xe1, `Exif\0\0MM\0*GPSLatitude 53.2144`)
  const xmp = segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:GPS/>')
  const iptc = segment(0xed, 'Photoshop 3.0\0Kostanay')
  const mpf = segment(0xe2, 'MPF\0thumbnail')
  const comment = segment(0xfe, 'by Ivanov')
  const profile = segment(0xe2, 'ICC_PROFILE\0\x01\x01profile')
  const jfif = segment(0xe0, 'JFIF\0\x01\x02')
  const adobe = segment(0xee, 'Adobe\0d')
  const table = segment(0xdb, 'quantisation')
  const full = Buffer.concat([
    jpegOf([jfif, gps, xmp, iptc, mpf, comment, profile, adobe, table]),
    Buffer.from('hidden film GPS'),
  ])
  t.same(Buffer.from(withoutMetadata(full, 'image/jpeg')), jpegOf([jfif, profile, adobe, table]))
})

t.test('a turned photo keeps its turn and nothing else of its Exif', async (t) => {
  for (const little of [true, false]) {
    for (const turn of [1, 3, 6, 8]) {
      const entries = little
        ? `II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x04\0\0\0Cam\0\x12\x01\x03\0\x01\0\0\0${String.fromCharCode(turn)}\0\0\0\0\0\0\0`
        : `MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x04Cam\0\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(turn)}\0\0\0\0\0\0`
      const bare = withoutMetadata(jpegOf([segment(0xe1, `Exif\0\0${entries}`)]), 'image/jpeg')
      t.notOk(has(bare, 'Cam'))
      t.equal(has(bare, 'Exif'), turn !== 1, 'an upright photo needs no Exif')
      if (turn !== 1) t.same(withoutMetadata(bare, 'image/jpeg'), bare, 'and it is read again')
    }
  }
})

t.test('scans with stuffed bytes, restarts and several scans stay byte for byte', async (t) => {
  const scan = Buffer.from([0xff, 0xda, 0, 4, 1, 2, 0x11, 0xff, 0x00, 0x22, 0xff, 0xd3, 0x33, 0xff, 0xff, 0x00])
  const whole = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    scan,
    segment(0xc4, 'huffman'),
    scan,
    Buffer.from([0xff, 0xd9]),
  ])
  t.same(Buffer.from(withoutMetadata(whole, 'image/jpeg')), whole)
})

t.test('PNG and WebP lose their text and Exif chunks', async (t) => {
  const png = pngWith([
    ['tEXt', 'Author\0Ivanov'],
    ['eXIf', 'MM GPS'],
    ['iTXt', 'XML:com.adobe.xmp'],
  ])
  t.same(Buffer.from(withoutMetadata(png, 'image/png')), PIXEL_PNG)
  t.same(Buffer.from(withoutMetadata(Buffer.concat([png, Buffer.from('behind')]), 'image/png')), PIXEL_PNG)
  const webp = withoutMetadata(
    webpWith([
      ['EXIF', 'GPS!'],
      ['XMP ', 'GPS.odd'],
    ]),
    'image/webp',
  )
  t.same(Buffer.from(webp), webpWith([], 0x10), 'chunks and their flags are gone, the alpha flag stays')
})

t.test('a picture that breaks off is refused, at whatever byte, and never hangs', async (t) => {
  const jpeg = jpegOf([segment(0xe0, 'JFIF\0'), segment(0xe1, 'Exif\0\0MM\0*\0\0\0\x08')])
  for (let end = 3; end < jpeg.length; end++)
    t.throws(() => withoutMetadata(jpeg.subarray(0, end), 'image/jpeg'), RangeError, `${end} bytes`)
  for (let end = 8; end < PIXEL_PNG.length; end++)
    t.throws(() => withoutMetadata(PIXEL_PNG.subarray(0, end), 'image/png'), RangeError, `${end} bytes`)
})
