#include "feed/hub.hpp"

#include "feed/answer.hpp"
#include "feed/audience.hpp"

namespace robson::feed {

Hub::Hub(Log& log, const State& state, const Clock& clock) : log_(log), state_(state), clock_(clock) {
  log_.on_publish([this](TenantId tenant, const std::vector<MessagePtr>& messages, bool urgent) {
    publish(tenant, messages, urgent);
  });
}

Hub::~Hub() = default;

Audience& Hub::audience_of(TenantId tenant) {
  auto& audience = audiences_[tenant];
  if (!audience) {
    audience = std::make_unique<Audience>();
    audience->tenant = tenant;
  }
  return *audience;
}

bool Hub::has_readers(TenantId tenant) const {
  const auto found = audiences_.find(tenant);
  return found != audiences_.end() && !found->second->readers.empty();
}

void Hub::join(Reader& reader) {
  Audience& audience = reader.audience_;
  // While nobody listened nobody was told what was touched: everything may be new.
  if (audience.readers.empty()) renew(audience, Channels::all());
  reader.place_ = audience.readers.size();
  audience.readers.push_back(&reader);
  ++counts_.readers;
}

void Hub::leave(Reader& reader) {
  auto& readers = reader.audience_.readers;
  readers[reader.place_] = readers.back();
  readers[reader.place_]->place_ = reader.place_;
  readers.pop_back();
  --counts_.readers;
}

void Hub::touch(TenantId tenant, const StateKey& key) {
  const auto found = audiences_.find(tenant);
  if (found != audiences_.end() && !found->second->readers.empty()) found->second->dirty.insert(key);
}

// Every key of these channels is to be looked at again; values of what is gone are forgotten.
void Hub::renew(Audience& audience, Channels channels) {
  for (auto it = audience.values.begin(); it != audience.values.end();) {
    const StateKey key = (it++)->first;
    if (channels.has(channel_of(key.kind))) audience.dirty.insert(key);
  }
  for (const StateKey& key : state_.keys(audience.tenant)) {
    if (channels.has(channel_of(key.kind))) audience.dirty.insert(key);
  }
}

void Hub::publish(TenantId tenant, const std::vector<MessagePtr>& messages, bool urgent) {
  const auto found = audiences_.find(tenant);
  if (found == audiences_.end() || found->second->readers.empty()) return;
  Audience& audience = *found->second;
  audience.waiting.insert(audience.waiting.end(), messages.begin(), messages.end());
  if (urgent) flush(audience);
}

void Hub::flush() {
  for (auto& [tenant, audience] : audiences_) {
    if (!audience->readers.empty()) flush(*audience);
  }
}

void Hub::flush(Audience& audience) {
  write_out(audience, {});
  for (Reader* reader : audience.readers) {
    if (!reader->wishes_.empty()) reader->go_on();
  }
}

// What waits is sent: ordered messages first, whose numbers are lower than any that a value gets now.
void Hub::write_out(Audience& audience, Channels also) {
  for (const MessagePtr& message : std::exchange(audience.waiting, {})) send(audience, message);
  if (audience.dirty.empty()) return;
  also.add(audience.read());
  write_values(audience, also);
}

// Values of channels that nobody reads stay dirty; all do while a commit is out.
void Hub::write_values(Audience& audience, Channels read) {
  const Timestamp now = clock_.now();
  for (auto it = audience.dirty.begin(); it != audience.dirty.end();) {
    if (!read.has(channel_of(it->kind))) {
      ++it;
      continue;
    }
    if (!write_value(audience, *it, now)) return;
    it = audience.dirty.erase(it);
  }
}

// False when there is no number for it now.
bool Hub::write_value(Audience& audience, const StateKey& key, Timestamp now) {
  if (!log_.is_settled(audience.tenant)) return false;
  auto data = state_.data(audience.tenant, key, now);
  if (!data) {
    audience.drop(key);
    return true;
  }
  const auto known = audience.values.find(key);
  const bool is_known = known != audience.values.end();
  if (is_known && known->second.data == *data) return true;
  const auto seq = log_.take(audience.tenant);
  if (!seq) return false;
  const Channel channel = channel_of(key.kind);
  const std::string text = state_text(type_of(key.kind), channel, log_.epoch(), *seq, now, *data);
  const MessagePtr message(new Message(text, channel, log_.epoch(), *seq, false));
  if (is_known) count_replaced(audience, *known->second.message);
  audience.put(key, std::move(*data), message);
  send(audience, message);
  return true;
}

void Hub::count_replaced(const Audience& audience, const Message& old) {
  for (const Reader* reader : audience.readers) {
    if (reader->behind_ && old.seq() > reader->cursor_ && reader->channels_.has(old.channel())) ++counts_.conflated;
  }
}

void Hub::send(Audience& audience, const MessagePtr& message) {
  const Timestamp now = clock_.now();
  for (Reader* reader : audience.readers) reader->deliver(message, now);
}

MessagePtr Hub::next(const Audience& audience, std::int64_t seq, Channels channels) const {
  MessagePtr ordered = log_.next(audience.tenant, seq, channels);
  MessagePtr value = audience.value_after(seq, channels);
  if (!ordered) return value;
  return value && value->seq() < ordered->seq() ? value : ordered;
}

// The answer ends where the stream stands now: everything that waited has to be written out before.
Answer Hub::answer_to(Audience& audience, const Subscription& wanted) {
  Answer answer;
  answer.epoch = log_.epoch();
  answer.from_seq = wanted.last_seq;
  answer.to_seq = log_.head(audience.tenant);
  answer.at = clock_.now();
  const bool asked = wanted.last_seq > 0;
  const bool fits = (!wanted.epoch || *wanted.epoch == log_.epoch()) && wanted.last_seq <= answer.to_seq &&
                    log_.holds_after(audience.tenant, wanted.last_seq);
  if (asked && fits) {
    for (MessagePtr message = next(audience, wanted.last_seq, wanted.channels); message;
         message = next(audience, message->seq(), wanted.channels)) {
      answer.messages.push_back(message);
    }
    return answer;
  }
  answer.is_snapshot = true;
  answer.resync = asked;
  for (const Channel channel : wanted.channels.list()) {
    if (channel == Channel::prices) continue;
    // Of what could not be written out the snapshot may tell more than was told: it has to be told again in any case.
    for (const StateKey& key : audience.dirty) {
      if (const auto known = audience.values.find(key); known != audience.values.end()) known->second.data.clear();
    }
    answer.parts.push_back({channel, state_.snapshot(audience.tenant, channel, answer.at)});
  }
  return answer;
}

std::vector<std::string> Hub::answer(TenantId tenant, const Subscription& wanted) {
  Audience& audience = audience_of(tenant);
  if (audience.readers.empty()) renew(audience, wanted.channels);
  write_out(audience, wanted.channels);
  Answer answer = answer_to(audience, wanted);
  std::vector<std::string> texts;
  while (auto page = answer.next_page()) texts.push_back(std::move(*page));
  return texts;
}

void Hub::sweep(Timestamp now) {
  for (auto& [tenant, audience] : audiences_) {
    for (Reader* reader : audience->readers) reader->beat(now);
  }
}

}  // namespace robson::feed
