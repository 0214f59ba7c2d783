import * as mathjs from 'mathjs/number'
import type { MathNode } from 'mathjs'

export const MAX_EXPRESSION = 500
const MAX_DEPTH = 60
/** Digits that a double keeps through a calculation or two: 0.1 + 0.2 is 0.3. */
const PRECISION = 14

/** Each takes a time that does not grow with the size of its numbers, or hardly. */
const FUNCTIONS = new Set([
  ...['abs', 'sqrt', 'cbrt', 'exp', 'expm1', 'log', 'log2', 'log10', 'log1p', 'pow', 'hypot'],
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh'],
  ...['round', 'floor', 'ceil', 'fix', 'sign', 'mod', 'gcd', 'lcm', 'min', 'max', 'factorial'],
])
const CONSTANTS = new Set(['pi', 'e', 'tau', 'phi'])
/** As the parser names what they do. */
const OPERATORS = new Set([
  ...['add', 'subtract', 'multiply', 'divide', 'mod', 'pow', 'unaryMinus', 'unaryPlus'],
  ...['factorial', 'larger', 'largerEq', 'smaller', 'smallerEq', 'equal', 'unequal'],
])

// Plain numbers only: no matrices, no units, no numbers of any length, so no expression can grow without end.
const math = mathjs.create(mathjs.all ?? {})

/**
 * The value of an expression, as text, or what is wrong with it. The expression becomes a tree of what is allowed here
 * (numbers, constants, operators and functions of a list); everything else that the parser knows is refused before any of
 * it runs.
 */
export function evaluateMath(
  expression: string,
): { readonly result: string } | { readonly problem: string } {
  if (expression.length > MAX_EXPRESSION)
    return { problem: `The expression is longer than ${MAX_EXPRESSION} characters.` }
  try {
    const tree = math.parse(expression)
    const problem = problemOf(tree, 0)
    return problem === null ? resultOf(tree.compile().evaluate(new Map())) : { problem }
  } catch (error) {
    return { problem: error instanceof SyntaxError ? error.message : 'This cannot be calculated.' }
  }
}

function resultOf(value: unknown): { readonly result: string } | { readonly problem: string } {
  if (typeof value === 'boolean') return { result: String(value) }
  if (typeof value !== 'number' || Number.isNaN(value))
    return { problem: 'The result is not a real number.' }
  if (!Number.isFinite(value)) return { problem: 'The result is too large, or divided by zero.' }
  if (Number.isSafeInteger(value)) return { result: String(value) }
  return { result: math.format(value, { precision: PRECISION, upperExp: PRECISION }) }
}

function problemOf(node: MathNode, depth: number): string | null {
  if (depth > MAX_DEPTH) return 'The expression is nested too deeply.'
  const own = problemOfNode(node)
  if (own !== null) return own
  let problem: string | null = null
  node.forEach((child) => {
    // The name that a function is called by is a node too, and was looked at with its call.
    if (math.isFunctionNode(node) && child === (node.fn as unknown)) return
    problem ??= problemOf(child, depth + 1)
  })
  return problem
}

function problemOfNode(node: MathNode): string | null {
  if (math.isParenthesisNode(node)) return null
  if (math.isConstantNode(node))
    return typeof node.value === 'number' ? null : 'Only numbers can be calculated with.'
  if (math.isSymbolNode(node))
    return CONSTANTS.has(node.name) ? null : 'There is a name in it that is not known.'
  if (math.isOperatorNode(node))
    return OPERATORS.has(node.fn) ? null : `The sign ${node.op} cannot be used here.`
  if (math.isFunctionNode(node)) return problemOfFunction(node.fn)
  return 'Only one expression of numbers, signs and functions can be calculated.'
}

function problemOfFunction(called: unknown): string | null {
  const isKnown = math.isSymbolNode(called) && FUNCTIONS.has((called as { name: string }).name)
  return isKnown ? null : 'There is a function in it that is not known.'
}
