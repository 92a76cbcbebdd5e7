/** A report that waits on this device for a connection. What it says is forgotten as soon as it has been sent. */
export interface Kept {
  /** The key of the form: the same report sent twice is one case. */
  readonly key: string
  readonly lang: string
  readonly at: number
  readonly fields: readonly (readonly [string, string])[]
  readonly photos: readonly File[]
  /** The beginning of its text, to know it by. */
  readonly about: string
  readonly state: 'waiting' | 'sent' | 'faulty'
  /** Where its case is, once it has been sent. */
  readonly url?: string
  /** The reader has seen what became of it. */
  readonly seen?: boolean
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('daybreak', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('reports', { keyPath: 'key' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const base = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const work = base.transaction('reports', mode)
      const asked = act(work.objectStore('reports'))
      // Only what the disk has is kept.
      work.oncomplete = () => resolve(asked.result)
      work.onerror = work.onabort = () => reject(work.error)
    })
  } finally {
    base.close()
  }
}

/** The oldest first. */
export const listKept = async (): Promise<Kept[]> =>
  (await inStore<Kept[]>('readonly', (store) => store.getAll())).sort((a, b) => a.at - b.at)
export const keep = (kept: Kept): Promise<IDBValidKey> => inStore('readwrite', (store) => store.put(kept))
export const drop = (key: string): Promise<undefined> => inStore('readwrite', (store) => store.delete(key))
