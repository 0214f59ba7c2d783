import { describe, expect, it } from 'vitest'
import { isCloudName, isModelName, isSameModel } from '@shared/model/model-name'

describe('the name of a model', () => {
  it.each([
    'llama3.2',
    'llama3.2:1b',
    'qwen2.5-coder:7b-instruct-q4_K_M',
    'hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M',
    'registry.lan:5000/team/model:v1',
    'mannix/llama3.1-8b',
  ])('may be %s', (name) => {
    expect(isModelName(name)).toBe(true)
  })

  it.each([
    '',
    'bad name!!',
    '../bad name',
    '/etc/passwd',
    'a/b/c/d',
    'http://127.0.0.1:9/library/x',
    'file:///etc/passwd',
    'llama3.2:',
    ':latest',
    'llama\n3',
    'llama?x=1',
    'x'.repeat(201),
  ])('may not be %j', (name) => {
    expect(isModelName(name)).toBe(false)
  })

  it('is one in any spelling', () => {
    expect(isSameModel('Tiny', 'tiny:latest')).toBe(true)
    expect(isSameModel('hf.co:443/a/b', 'hf.co:443/a/b:latest')).toBe(true)
    expect(isSameModel('tiny:1b', 'tiny')).toBe(false)
  })

  it.each([
    ['gpt-oss:120b-cloud', true],
    ['glm-4.6:cloud', true],
    ['GLM-4.6:CLOUD', true],
    ['cloud', false],
    ['nextcloud:7b', false],
    ['my-cloud', false],
    ['thundercloud:latest', false],
  ])('tells by its tag whether it runs in the cloud: %s', (name, cloud) => {
    expect(isCloudName(name)).toBe(cloud)
  })
})
