"""Gradients and training steps of a gated-attention head by PyTorch, in float64: writes gated-attention.json.

    python3 gated-attention.py     (tried with torch 1.13.1)
"""
import json
import torch
from torch import nn

torch.manual_seed(20)
torch.set_default_dtype(torch.float64)
WIDTH, HIDDEN, GATE = 7, 5, 3
RATE, DECAY, EPOCHS = 0.01, 1e-3, 6


class GatedAttention(nn.Module):
    """Ilse et al. 2018, equations 8 and 9, behind a layer of rectified units as in CLAM's single branch."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.ReLU())
        self.tanh = nn.Sequential(nn.Linear(HIDDEN, GATE), nn.Tanh())
        self.sigmoid = nn.Sequential(nn.Linear(HIDDEN, GATE), nn.Sigmoid())
        self.attention = nn.Linear(GATE, 1, bias=False)
        self.decision = nn.Linear(HIDDEN, 2)

    def forward(self, rows):
        hidden = self.hidden(rows)
        shares = torch.softmax(self.attention(self.tanh(hidden) * self.sigmoid(hidden)).T, dim=1)
        return self.decision(shares @ hidden), shares

    def in_order(self):
        """Parameters as the portal keeps them: weights as [inputs, units]."""
        for layer in (self.hidden[0], self.tanh[0], self.sigmoid[0], self.attention, self.decision):
            yield layer.weight, True
            if layer.bias is not None:
                yield layer.bias, False


def flat(values):
    return [number for value, is_weight in values for number in (value.T if is_weight else value).flatten().tolist()]


def as_float32(tensor):
    return tensor.float().double()


head = GatedAttention()
with torch.no_grad():
    for parameter in head.parameters():
        parameter.copy_(as_float32(parameter * 2))
start = flat((value.detach(), kind) for value, kind in head.in_order())
bags = [as_float32(torch.randn(rows, WIDTH) * 1.5 + 0.3) for rows in (6, 1, 4, 9)]
positive = [1, 0, 1, 0]
weights = [0.75, 1.5]

gradients = []
for bag, label in zip(bags, positive):
    head.zero_grad()
    logits, shares = head(bag)
    loss = 0.7 * nn.functional.cross_entropy(logits, torch.tensor([label]))
    loss.backward()
    gradients.append({
        "probabilities": torch.softmax(logits, dim=1)[0].tolist(),
        "shares": shares[0].tolist(),
        "loss": loss.item(),
        "gradient": flat((value.grad, kind) for value, kind in head.in_order()),
    })

# The same order of bags in every epoch, two a step; the loss of a step is the mean weighted by class.
adam = torch.optim.Adam(head.parameters(), lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=DECAY)
losses = []
for _ in range(EPOCHS):
    of_steps = []
    for first in (0, 2):
        adam.zero_grad()
        logits = torch.cat([head(bag)[0] for bag in bags[first:first + 2]])
        truth = torch.tensor(positive[first:first + 2])
        loss = nn.functional.cross_entropy(logits, truth, weight=torch.tensor(weights))
        loss.backward()
        adam.step()
        of_steps.append(loss.item())
    losses.append(of_steps)

with open("gated-attention.json", "w") as file:
    json.dump({
        "torch": torch.__version__,
        "width": WIDTH, "hidden": HIDDEN, "gate": GATE, "rate": RATE, "decay": DECAY,
        "start": start, "bags": [bag.flatten().tolist() for bag in bags], "positive": positive, "weights": weights,
        "share": 0.7, "of_bags": gradients, "losses": losses,
        "end": flat((value.detach(), kind) for value, kind in head.in_order()),
    }, file, indent=0)
