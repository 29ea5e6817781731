"""The guide to organising a training mobility for certification purposes, as a workflow.

It follows the public deliverable *Organize a mobility project for certification purposes, step
by step* of the Erasmus+ strategic partnership 2020-1-FR01-KA202-080445, and retells it in words
of its own.
"""
