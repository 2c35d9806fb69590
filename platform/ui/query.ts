import {
  QueryClient,
  useMutation,
  type UseMutationResult,
  useQuery,
  type UseQueryOptions,
  type UseQueryResult,
  useQueryClient,
} from '@tanstack/react-query'
import type { Endpoint } from '../http/endpoint.ts'
import { call, type CallInput, freshKey, Problem, type Reply } from './call.ts'

/** One cache for the whole page; a refusal is an answer and is not tried again, a dead network is (twice). */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (n, error) => n < 2 && error instanceof Problem && (error.status === 0 || error.status === 503),
      },
    },
  })

/** Cache key of a call; the method and path come first, so that one endpoint's answers can be dropped together. */
export const keyOf = (e: Pick<Endpoint, 'method' | 'path'>, input: { params?: object; query?: object } = {}): readonly unknown[] => [
  `${e.method} ${e.path}`,
  input.params ?? null,
  input.query ?? null,
]

/** Reads an endpoint and keeps the answer: `const { data, error } = useCall(getCase, { params: { id } })`. */
export const useCall = <E extends Endpoint>(
  e: E,
  input: CallInput<E>,
  options: Omit<UseQueryOptions<Reply<E>, Problem>, 'queryKey' | 'queryFn'> = {},
): UseQueryResult<Reply<E>, Problem> =>
  useQuery<Reply<E>, Problem>({
    queryKey: keyOf(e, input as { params?: object; query?: object }),
    queryFn: ({ signal }) => call(e, { ...input, signal }),
    ...options,
  })

/**
 * A state-changing call: `const close = useAct(closeTask); close.mutate({ params: { id }, revision })`.
 * Afterwards everything on screen is read again, since an act may move work, grants and figures elsewhere.
 */
export const useAct = <E extends Endpoint>(
  e: E,
  options: { done?: (reply: Reply<E>, input: CallInput<E>) => void | Promise<void>; failed?: (p: Problem) => void; keep?: boolean } = {},
): UseMutationResult<Reply<E>, Problem, CallInput<E>> => {
  const client = useQueryClient()
  return useMutation<Reply<E>, Problem, CallInput<E>>({
    mutationFn: (input) => call(e, { ...input, idempotencyKey: input.idempotencyKey ?? freshKey() }),
    onSuccess: async (reply, input) => {
      if (!options.keep) void client.invalidateQueries()
      await options.done?.(reply, input)
    },
    onError: (p) => options.failed?.(p),
  })
}
