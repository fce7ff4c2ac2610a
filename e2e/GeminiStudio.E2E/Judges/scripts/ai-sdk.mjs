import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { APICallError, generateText, streamText } from 'ai';

const [baseUrl] = process.argv.slice(1);
const google = createGoogleGenerativeAI({ apiKey: 'a-key-0123456789', baseURL: `${baseUrl}v1beta` });
const model = google('gemini-3.8-flash');
const told = {};

const failure = async (call) => {
  try {
    await call();
    return null;
  } catch (e) {
    return { isCallError: APICallError.isInstance(e), status: e.statusCode, message: e.message, isRetryable: e.isRetryable };
  }
};

const whole = await generateText({ model, prompt: 'What is 12 * 12?', maxRetries: 0 });
told.whole = { text: whole.text, finish: whole.finishReason, usage: whole.usage };

const stream = streamText({ model, prompt: 'Write a short poem about the sea', maxRetries: 0 });
told.stream = { text: '', pieces: 0 };
for await (const piece of stream.textStream) {
  told.stream.text += piece;
  told.stream.pieces++;
}
told.stream.finish = await stream.finishReason;
told.stream.usage = await stream.usage;

told.chat = (await generateText({
  model,
  maxRetries: 0,
  messages: [
    { role: 'user', content: 'My name is Ada.' },
    { role: 'assistant', content: 'Hello, Ada.' },
    { role: 'user', content: 'What is my name?' },
  ],
})).text;

told.system = (await generateText({ model, system: 'Answer in French.', prompt: 'Hello', temperature: 0, maxRetries: 0 })).text;

const thinking = await generateText({
  model,
  prompt: 'Which is larger, 9.9 or 9.11?',
  maxRetries: 0,
  providerOptions: { google: { thinkingConfig: { includeThoughts: true, thinkingLevel: 'high' } } },
});
told.thinking = { thoughts: thinking.reasoningText, text: thinking.text };

told.tooMany = await failure(() => generateText({ model, prompt: '!!error 429 retry 3s', maxRetries: 0 }));
told.invalid = await failure(() => generateText({ model, prompt: 'Hi', temperature: 7, maxRetries: 0 }));
told.unknown = await failure(() => generateText({ model: google('gemini-nope'), prompt: 'Hi', maxRetries: 0 }));

console.log(JSON.stringify(told));
