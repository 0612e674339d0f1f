#pragma once
// The feed for those who have no WebSocket: Server-Sent Events, and one question after the other. Loop thread.
#include "routes/subscriber.hpp"
#include "routes/visit.hpp"

namespace robson::routes {

// `channels=a,b&symbols=X,Y&last_seq=N&epoch=E`; a Last-Event-ID wins over the last two. Without channels: all but
// prices. Faults name the parameter.
Result<FeedQuery, Failure> feed_query(const net::Request& request, const engine::Engine& engine);

// `channels=a,b`; none when there is no such parameter.
Result<feed::Channels, Failure> channels_parameter(const net::Request& request);

// GET /api/v1/feed/sse. `parts` must outlive the gate.
void add_feed_sse_route(Gate& gate, Visits& visits, const Clock& clock, const FeedParts& parts);
// GET /api/v1/feed/poll.
void add_feed_poll_route(Gate& gate, const FeedParts& parts);

}  // namespace robson::routes
