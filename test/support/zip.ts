import { deflateRawSync } from 'node:zlib'

/** One entry; claim, packed, offset and flags are what a forged directory says of it. */
export interface Made {
  name: string
  body: Buffer
  claim?: number
  packed?: number
  offset?: number
  flags?: number
}
/** A ZIP container with the entries as they are told, true or not. */
export const zip = (files: Made[], count = files.length): Buffer => {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const f of files) {
    const data = deflateRawSync(f.body)
    const name = Buffer.from(f.name)
    const local = Buffer.alloc(30)
    local.write('PK\u0003\u0004', 'latin1')
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt32LE(f.body.length, 22)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(f.flags ?? 0, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(f.packed ?? data.length, 20)
    entry.writeUInt32LE(f.claim ?? f.body.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(f.offset ?? at, 42)
    locals.push(local, name, data)
    central.push(entry, name)
    at += 30 + name.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}
