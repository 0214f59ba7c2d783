import { describe, expect, it } from 'vitest'
import { evaluateMath } from '@main/tools/evaluate-math'

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['(3 + 4)^2 / 7', '7'],
    ['0.1 + 0.2', '0.3'],
    ['2^53 - 1', '9007199254740991'],
    ['5!', '120'],
    ['sqrt(2) * sqrt(2)', '2'],
    ['sin(pi / 2)', '1'],
    ['round(2.567, 2)', '2.57'],
    ['max(1, 7, 3)', '7'],
    ['10 mod 3', '1'],
    ['-2^2', '-4'],
    ['3 > 2', 'true'],
    ['2^100', '1.2676506002282e+30'],
  ])('%s is %s', (expression, result) => {
    expect(evaluateMath(expression)).toEqual({ result })
  })
})

describe('an attack', () => {
  it.each([
    ...[
      '9^9^9^9',
      '9^9^9^9^9^9^9^9^9',
      '171!',
      '9999999999!',
      '9!!!!!!',
      '1e400',
      '1/0',
      'sqrt(-1)',
    ],
    ...['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty("x")'],
    ...[
      'constructor("return 1")',
      'cos.constructor("return process")()',
      'pi.constructor',
      'pi["x"]',
    ],
    ...['import("node:fs")', 'import({a: 1})', 'evaluate("1")', 'parse("1")', 'compile("1")'],
    ...['createUnit("x")', 'simplify("x")', 'derivative("x", "x")', 'resolve("x")', 'help(sin)'],
    ...['f(x) = f(x)', 'f(x) = f(x - 1) + f(x - 2); f(99)', 'a = 1', 'a = 1; a', '1; 2', '1\n2'],
    ...['[1, 2]', '{a: 1}', '1:1e9', 'ones(1e9)', 'range(0, 1e9)', 'map([1], sin)', 'x -> x'],
    ...['"text"', 'concat("a", "b")', 'true ? 1 : 2', 'null', 'i', '2 cm', '2 cm to inch'],
    ...[
      'combinations(1e9, 5e8)',
      'isPrime(9007199254740991)',
      'random()',
      'bitAnd(1, 2)',
      '1 << 2',
    ],
    ...['max()', 'sin()', '(', ')', '1 +', '', ' ', '#', '\u0000', '1 + #', '$', '🙂'],
    ['('.repeat(240), '1', ')'.repeat(240)].join(''),
    `${'-'.repeat(490)}1`,
    `1${'!'.repeat(490)}`,
    `1${'^9'.repeat(240)}`,
    `${'sin('.repeat(100)}1${')'.repeat(100)}`,
    '1+'.repeat(400),
    '9'.repeat(501),
  ])('%s is refused with a reason', (expression) => {
    const answer = evaluateMath(expression)
    expect(answer).toEqual({ problem: expect.stringMatching(/\S/) as string })
  })

  it('never tells what the parser or the machine looks like inside', () => {
    const { problem } = evaluateMath('max()') as { problem: string }
    expect(problem).toBe('This cannot be calculated.')
  })
})
