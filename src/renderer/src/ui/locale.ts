/** The UI speaks English; a reader whose own English writes dates and numbers in another way keeps that way. */
export const LOCALE = navigator.language.startsWith('en') ? navigator.language : 'en-GB'
