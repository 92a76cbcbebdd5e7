/**
 * The shape of the catalogs. Kazakh comes first: its files give the keys, and a key that is missing in Russian or
 * English, or one too many, does not compile. A message is a template with {placeholders}, or one template per plural
 * form, chosen by the parameter named in `by`.
 */
import type { kk } from './kk.ts'

export type Plural = {
  /** the parameter that is counted */
  readonly by: string
  readonly one?: string
  readonly few?: string
  readonly many?: string
  readonly other: string
}

export type Message = string | Plural

/** What a translation of a Kazakh section must have: the same keys, all the way down. */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends Message ? Message : Translation<T[K]> }

export type Catalog = Translation<typeof kk>

/** Every key of the catalogs, as a path: 'status.received', 'problem.not_found.title'. */
export type Key = Paths<typeof kk>

/** The names of the placeholders of a key, read off the Kazakh text; `never` when it has none. */
export type ParamsOf<K extends Key> = K extends unknown ? Placeholders<At<typeof kk, K>> : never

/** Every code that has a problem text. */
export type ProblemCode = keyof (typeof kk)['problem'] & string

type Paths<T, Before extends string = ''> = {
  [K in keyof T & (string | number)]: T[K] extends Message ? `${Before}${K}` : Paths<T[K], `${Before}${K}.`>
}[keyof T & (string | number)]

type At<T, Path extends string> = Path extends keyof T
  ? T[Path]
  : Path extends `${infer Head}.${infer Rest}`
    ? Head extends keyof T
      ? At<T[Head], Rest>
      : never
    : never

type Placeholders<M> = M extends string
  ? Named<M>
  : M extends Plural
    ? M['by'] | Named<Exclude<M[keyof M], M['by'] | undefined>>
    : never

type Named<Template> = Template extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never
