# expect: Listing-repeatsTheSameProject EqualsConstraintComponent
# expect: Listing-isTitledAsWhatItRepeats EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <listing/2-1> chiiki:repeats ?value } INSERT { <listing/2-1> chiiki:repeats <listing/1-2> } WHERE { <listing/2-1> chiiki:repeats ?value }
