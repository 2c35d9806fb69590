import {
  QueryClient,
  useMutation,
  type UseMutationResult,
  useQuery,
  type UseQueryOptions,
  type UseQueryResult,
  useQueryClient,
} from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Endpoint } from '../http/endpoint.ts'
import { call, type CallInput, freshKey, Problem, type Reply, saysLocked } from './call.ts'

/** One cache for the whole page; a refusal is an answer and is not tried again, a dead network is (twice); behind a locked screen readings wait. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (n, error) =>
          (n < 20 && saysLocked(error)) || (n < 2 && error instanceof Problem && (error.status === 0 || error.status === 503)),
      },
    },
  })

/** Cache key of a call; the method and path come first, so that one endpoint's answers can be dropped together. */
export const keyOf = (e: Pick<Endpoint, 'method' | 'path'>, input: { params?: object; query?: object } = {}): readonly unknown[] => [
  `${e.method} ${e.path}`,
  input.params ?? null,
  input.query ?? null,
]

/**
 * Around what is shown under the grant of a step (the form of a task). Such a grant ends with the step, so after an act these
 * readings come last, and only those still on screen: else the product would refuse its own user and report him for it (6.4.2).
 */
export const UnderStep = createContext(false)

/** Everything on screen is read again; what the step's grant covers only when the page has heard whose the step is now. */
export const readAgain = async (client: QueryClient): Promise<void> => {
  await client.invalidateQueries({ refetchType: 'none' })
  await client.refetchQueries({ type: 'active', predicate: (q) => !q.meta?.underStep })
  // React takes a form down a moment after the answer that ends it.
  await new Promise((after) => setTimeout(after, 60))
  await client.refetchQueries(
    { type: 'active', predicate: (q) => q.meta?.underStep === true && q.state.isInvalidated },
    { cancelRefetch: false },
  )
}

/** Reads an endpoint and keeps the answer: `const { data, error } = useCall(getCase, { params: { id } })`. */
export const useCall = <E extends Endpoint>(
  e: E,
  input: CallInput<E>,
  options: Omit<UseQueryOptions<Reply<E>, Problem>, 'queryKey' | 'queryFn'> = {},
): UseQueryResult<Reply<E>, Problem> => {
  const underStep = useContext(UnderStep)
  return useQuery<Reply<E>, Problem>({
    queryKey: keyOf(e, input as { params?: object; query?: object }),
    queryFn: ({ signal }) => call(e, { ...input, signal }),
    meta: { underStep },
    ...options,
  })
}

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
      if (!options.keep) void readAgain(client)
      await options.done?.(reply, input)
    },
    onError: (p) => options.failed?.(p),
  })
}
