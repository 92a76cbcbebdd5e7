/** Кеңеске шақыру, оның өзгеруі және болмауы. */
export const meeting = {
  invited: {
    subject: 'Кеңеске шақыру: {title}',
    body: 'Сізді кеңеске шақырамыз.\n\n{title}\nУақыты: {when}\nӨтетін жері: {place}\n\nКүн тәртібі:\n{agenda}\n\nШақырған: {organiser}, {branch}\nҚатысушылар: {participants}\nІс: {number}',
  },
  changed: {
    subject: 'Кеңес өзгерді: {title}',
    body: 'Кеңестің уақыты, орны немесе күн тәртібі өзгерді.\n\n{title}\nУақыты: {when}\nӨтетін жері: {place}\n\nКүн тәртібі:\n{agenda}\n\nШақырған: {organiser}, {branch}\nҚатысушылар: {participants}\nІс: {number}',
  },
  cancelled: {
    subject: 'Кеңес өтпейді: {title}',
    body: 'Шақыру күшін жойды, кеңесті күнтізбеңізден алып тастаңыз.\n\n{title}\nУақыты: {when}\nӨтетін жері: {place}\n\nШақырған: {organiser}, {branch}\nІс: {number}',
  },
} as const
