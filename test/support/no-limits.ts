/** For tests and measurements that ask more than people do: the product's own settings, as anybody can set them. */
export const NO_LIMITS = {
  MESSAGES_PER_MINUTE: '0',
  REQUESTS_PER_MINUTE: '0',
  SIGN_IN_ATTEMPTS: '1000',
  SOCKETS_PER_ADDRESS: '0',
  SOCKETS_PER_DEVICE: '0',
} as const
