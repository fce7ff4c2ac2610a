import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';

const [baseUrl] = process.argv.slice(1);
const make = (more) => new ChatGoogleGenerativeAI({ model: 'gemini-3.8-flash', apiKey: 'a-key-0123456789', baseUrl: baseUrl.replace(/\/$/, ''), maxRetries: 0, ...more });
const told = {};

const failure = async (call) => {
  try {
    await call();
    return null;
  } catch (e) {
    return { status: e.status, message: e.message };
  }
};

const whole = await make().invoke('What is 12 * 12?');
told.whole = { text: whole.text, usage: whole.usage_metadata, finish: whole.response_metadata?.finishReason };

told.stream = { text: '', pieces: 0 };
for await (const piece of await make().stream('Write a short poem about the sea')) {
  told.stream.text += piece.text;
  told.stream.pieces++;
}

told.chat = (await make().invoke([new HumanMessage('My name is Ada.'), new AIMessage('Hello, Ada.'), new HumanMessage('What is my name?')])).text;
told.system = (await make({ temperature: 0 }).invoke([new SystemMessage('Answer in French.'), new HumanMessage('Hello')])).text;
told.tooMany = await failure(() => make().invoke('!!error 429 retry 3s'));
told.invalid = await failure(() => make({ maxOutputTokens: 2 ** 31 - 1, topP: 0.5, topK: 9999 }).invoke('Hi'));
told.unknown = await failure(() => make({ model: 'gemini-nope' }).invoke('Hi'));

console.log(JSON.stringify(told));
