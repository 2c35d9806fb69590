// Preloaded by launch.mjs: a server whose launcher was killed hard (its channel closes) ends in order, instead of holding the data
// directory against the next start.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// Listening alone would keep a finished program alive.
process.channel?.unref()
